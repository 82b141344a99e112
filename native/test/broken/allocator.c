/*
 * A small allocator that does all that the conformance suite asks for, and with -DFAULT=<name> (faults.h) all but one
 * thing: for test/program/conformance.test.ts. Linked into a program it takes the place of the libc's.
 */
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "blocks.h"
#include "faults.h"

static struct {
	struct header header;
	_Alignas(NATURAL_ALIGNMENT) unsigned char block[NATURAL_ALIGNMENT];
} nothing;

static void *refused(void)
{
	errno = ENOMEM;
	return NULL;
}

/* Half of it is left, so that the sum of two sizes that are not too large does not wrap. */
static bool too_large(size_t bytes)
{
	return !BROKEN(SIZES_WRAP) && bytes > PTRDIFF_MAX / 2;
}

/* A block `beside` bytes after a multiple of the alignment, cut out of a larger one. */
static void *cut(size_t alignment, size_t beside, size_t bytes)
{
	unsigned char *whole = blocks_take(sizeof(struct header) + alignment + beside + bytes);
	if (!whole)
		return NULL;
	uintptr_t least = (uintptr_t)whole + sizeof(struct header);
	unsigned char *start = (void *)(((least + alignment - 1) & ~(alignment - 1)) + beside);
	*header_of(start) = (struct header){whole, (size_t)(whole + header_of(whole)->capacity - start)};
	return start;
}

void *malloc(size_t bytes)
{
	if (BROKEN(ZERO_SHARED) && !bytes)
		return nothing.block;
	if (too_large(bytes))
		return refused();
	if (BROKEN(MALLOC_MISALIGNS) && bytes > 64 && bytes <= 80)
		return cut(NATURAL_ALIGNMENT, 8, bytes);
	return blocks_take(bytes);
}

/* glibc itself frees NULL where it makes and ends threads: there the fault would only stop the program before any check. */
static bool reads_null(const void *caller)
{
	extern const char __executable_start[], etext[];
	return BROKEN(FREE_READS_NULL) && (const char *)caller >= __executable_start && (const char *)caller < etext;
}

void free(void *block)
{
	int error = errno;
	if (!block && !reads_null(__builtin_return_address(0)))
		return;
	if (block == nothing.block)
		return;
	blocks_give(header_of(block)->whole);
	errno = BROKEN(FREE_SETS_ERRNO) ? EAGAIN : error;
}

void *calloc(size_t count, size_t bytes)
{
	size_t total;
	if (__builtin_mul_overflow(count, bytes, &total) && !BROKEN(CALLOC_WRAPS))
		return refused();
	void *block = malloc(total);
	/* With the libc's own calls, for several elements, no thread would start. */
	if (block && !((BROKEN(CALLOC_KEEPS) || BROKEN(CALLOC_TRUSTS)) && count == 1))
		memset(block, 0, total);
	return block;
}

static void *move(void *old, size_t bytes)
{
	size_t capacity = header_of(old)->capacity;
	size_t kept = capacity < bytes ? capacity : bytes;
	void *block = malloc(bytes);
	if (block)
		memcpy(block, old, BROKEN(REALLOC_LOSES_TAIL) ? kept - kept / 8 : kept);
	if (block || BROKEN(REALLOC_FREES))
		free(old);
	return block;
}

void *realloc(void *old, size_t bytes)
{
	if (!old)
		return BROKEN(REALLOC_REFUSES_NULL) ? refused() : malloc(bytes);
	size_t capacity = header_of(old)->capacity;
	if (bytes <= capacity && bytes >= capacity / 2)
		return old;
	void *block = move(old, bytes);
	if (!block && BROKEN(REALLOC_SILENT))
		errno = 0;
	return block;
}

void *reallocarray(void *old, size_t count, size_t bytes)
{
	size_t total;
	if (__builtin_mul_overflow(count, bytes, &total) && !BROKEN(REALLOCARRAY_WRAPS))
		return refused();
	return realloc(old, total);
}

static void *aligned(size_t alignment, size_t bytes)
{
	if (too_large(bytes) || too_large(alignment))
		return refused();
	return alignment <= NATURAL_ALIGNMENT ? malloc(bytes) : cut(alignment, 0, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
	return aligned(BROKEN(ALIGNED_ALLOC_IGNORES) ? 1 : alignment, bytes);
}

void *memalign(size_t alignment, size_t bytes)
{
	return aligned(BROKEN(MEMALIGN_IGNORES) ? 1 : alignment, bytes);
}

int posix_memalign(void **result, size_t alignment, size_t bytes)
{
	bool is_valid = alignment && !(alignment & (alignment - 1)) && alignment % sizeof(void *) == 0;
	if (!is_valid && !BROKEN(POSIX_MEMALIGN_ACCEPTS))
		return EINVAL;
	void *block = aligned(BROKEN(POSIX_MEMALIGN_IGNORES) || !is_valid ? 1 : alignment, bytes);
	if (!block)
		return ENOMEM;
	*result = block;
	return 0;
}

size_t malloc_usable_size(void *block)
{
	return block ? header_of(block)->capacity + (BROKEN(USABLE_TOO_LARGE) ? 64 : 0) : 0;
}

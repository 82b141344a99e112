#include <errno.h>
#include <malloc.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "content.h"
#include "table.h"
#include "violation.h"

enum { LARGEST_ALIGNMENT = 1 << 20, BLOCKS = 4, SIZES = 5 };

static void require_alignment(const void *block, size_t alignment, const char *function, size_t bytes)
{
	if ((uintptr_t)block % alignment)
		violation("%s(%zu bytes) is not aligned to %zu bytes", function, bytes, alignment);
}

/*
 * C11 asks for the alignment of any object, C23 (and defect report 445) says what was meant: of any object that fits. Then one
 * byte needs none, and jemalloc is right to align 8 bytes to 8.
 */
static size_t natural_alignment(size_t bytes)
{
	size_t alignment = alignof(max_align_t);
	while (alignment > bytes)
		alignment /= 2;
	return alignment;
}

static void require_natural(size_t bytes)
{
	size_t alignment = natural_alignment(bytes);
	void *plain = require_block(malloc(bytes), "malloc", bytes);
	void *zeroed = require_block(calloc(1, bytes), "calloc", bytes);
	void *moved = require_block(realloc(malloc(1), bytes), "realloc", bytes);
	require_alignment(plain, alignment, "malloc", bytes);
	require_alignment(zeroed, alignment, "calloc", bytes);
	require_alignment(moved, alignment, "realloc", bytes);
	free(zeroed);
	/* Every third stays, so that the next ones do not get the same places. */
	if (bytes % 3)
		free(plain);
	free(moved);
}

void check_malloc_aligns(void)
{
	for (size_t bytes = 1; bytes <= 4096; bytes++)
		require_natural(bytes);
	for (size_t bytes = 5000; bytes < 8 << 20; bytes += bytes / 3)
		require_natural(bytes);
}

typedef void *aligner(size_t alignment, size_t bytes);

static void *call_posix_memalign(size_t alignment, size_t bytes)
{
	void *block = NULL;
	int error = posix_memalign(&block, alignment, bytes);
	if (error)
		violation("posix_memalign gave error %d for %zu bytes aligned to %zu", error, bytes, alignment);
	return block;
}

static void require_aligned(aligner *aligner, const char *function, size_t alignment, const size_t sizes[SIZES])
{
	void *blocks[SIZES][BLOCKS];
	for (int i = 0; i < SIZES * BLOCKS; i++) {
		size_t bytes = sizes[i / BLOCKS];
		void *block = require_block(aligner(alignment, bytes), function, bytes);
		require_alignment(block, alignment, function, bytes);
		content_write(block, bytes, (uint64_t)i);
		blocks[i / BLOCKS][i % BLOCKS] = block;
	}
	/* Only now, so that a block that reaches into another is seen. */
	for (int i = 0; i < SIZES * BLOCKS; i++)
		content_require(blocks[i / BLOCKS][i % BLOCKS], sizes[i / BLOCKS], (uint64_t)i, "an aligned block");
	for (int i = 0; i < SIZES * BLOCKS; i++)
		free(blocks[i / BLOCKS][i % BLOCKS]);
}

/* C11 asked aligned_alloc for a size that is a multiple of the alignment; later texts do not, and no one may rely on it. */
void check_aligned_alloc_aligns(void)
{
	for (size_t alignment = 8; alignment <= LARGEST_ALIGNMENT; alignment *= 2) {
		size_t many = (4096 + alignment - 1) & ~(alignment - 1);
		const size_t sizes[SIZES] = {alignment, 2 * alignment, 3 * alignment, many, many + alignment};
		require_aligned(aligned_alloc, "aligned_alloc", alignment, sizes);
	}
}

static void require_any_size(aligner *aligner, const char *function)
{
	for (size_t alignment = sizeof(void *); alignment <= LARGEST_ALIGNMENT; alignment *= 2) {
		const size_t sizes[SIZES] = {1, 100, alignment - 1, alignment, alignment + 5000};
		require_aligned(aligner, function, alignment, sizes);
	}
}

void check_posix_memalign_aligns(void)
{
	require_any_size(call_posix_memalign, "posix_memalign");
}

void check_memalign_aligns(void)
{
	require_any_size(memalign, "memalign");
}

/*
 * POSIX: EINVAL when the alignment is no power of two times sizeof(void *); the pointer is then as it was, or NULL. It does not
 * say that errno is kept: musl's is not.
 */
void check_posix_memalign_refuses(void)
{
	static const size_t alignments[] = {0, 1, 2, 4, 7, 9, 12, 20, 24, 40, 48, 96, 4095, 4104, 12288, SIZE_MAX};
	for (size_t i = 0; i < sizeof alignments / sizeof *alignments; i++) {
		int untouched;
		void *block = &untouched;
		int error = posix_memalign(&block, alignments[i], 100);
		if (error != EINVAL)
			violation("posix_memalign gave %d, not EINVAL, for an alignment of %zu", error, alignments[i]);
		if (block && block != &untouched)
			violation("posix_memalign refused an alignment of %zu and stored a pointer", alignments[i]);
	}
}

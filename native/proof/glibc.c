#include "allocator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "harness/linux.h"

/* Declared here, weak: musl does not know them. */
struct glibc_mallinfo2 {
	size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};
extern struct glibc_mallinfo2 glibc_mallinfo2(void) __asm__("mallinfo2") __attribute__((weak));
extern int malloc_info(int, FILE *) __attribute__((weak));

/* The low bits of a chunk's size. */
enum { PREVIOUS_IN_USE = 1, IS_MAPPED = 2, CHUNK_BITS = 7 };

static bool answers(struct proof *proof)
{
	proof_take_version_of_libc(proof);
	return glibc_mallinfo2 && malloc_info;
}

static uint64_t allocated(void)
{
	struct glibc_mallinfo2 info = glibc_mallinfo2();
	return info.uordblks + info.hblkhd;
}

static bool lies_in_heap_or_new_mapping(const struct probe *probe)
{
	size_t bytes = probe->usable_bytes;
	return memory_bytes_in(&memory_after, probe->block, bytes, mapping_is_brk_heap) == bytes ||
	       (memory_bytes_in(&memory_after, probe->block, bytes, mapping_is_writable) == bytes &&
		!memory_bytes_in(&memory_before, probe->block, bytes, mapping_is_writable));
}

/*
 * In front of a block stand the size of the chunk before and its own, with flags. A chunk of an arena ends in the
 * first word of the next one, whose flag says that this one is in use; a mapped chunk begins where its mapping
 * begins, but for what alignment skipped.
 */
static bool owns(const struct probe *probe)
{
	const size_t *words = (const void *)probe->block;
	if (!memory_can_read(&memory_after, words - 2, 2 * sizeof *words) || !lies_in_heap_or_new_mapping(probe))
		return false;
	size_t chunk_bytes = words[-1] & ~(size_t)CHUNK_BITS;
	if (words[-1] & IS_MAPPED)
		return probe->usable_bytes == chunk_bytes - 2 * sizeof *words &&
		       ((uintptr_t)(words - 2) - words[-2]) % linux_page_size() == 0;
	const size_t *next_size = (const void *)(probe->block + chunk_bytes - sizeof *words);
	return probe->usable_bytes == chunk_bytes - sizeof *words &&
	       memory_can_read(&memory_after, next_size, sizeof *next_size) && (*next_size & PREVIOUS_IN_USE);
}

/* A probe has allocated in a second thread: had it an arena of its own, there are two by now. */
static bool has_thread_arena(void)
{
	static char text[1 << 15];
	size_t count = 0;
	FILE *file = fmemopen(text, sizeof text, "w");
	if (!file)
		return false;
	malloc_info(0, file);
	fclose(file);
	for (const char *at = text; (at = strstr(at, "<heap nr=")); at++)
		count++;
	return count > 1;
}

/* A block in a thread cache still counts as in use; without one the block is free at once, as a fast bin's too. */
static bool has_tcache(void)
{
	void *volatile block = malloc(24);
	size_t in_use = glibc_mallinfo2().uordblks;
	free(block);
	return glibc_mallinfo2().uordblks == in_use;
}

static void describe(struct proof *proof)
{
	proof_add_setting(proof, "threadArena", has_thread_arena() ? "own" : "main");
	proof_add_setting(proof, "tcache", has_tcache() ? "on" : "off");
}

const struct allocator glibc_allocator = {
	.name = "glibc",
	.answers = answers,
	.allocated = allocated,
	.owns = owns,
	.describe = describe,
	.evidence = "mallinfo2 uordblks moved with malloc; version is the libc's",
	.ownership = "chunk header and place (brk heap or a new mapping) agree for",
};

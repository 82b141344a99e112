/*
 * musl's two allocators. They have no interface, but usable sizes that follow exact laws, and the bookkeeping beside
 * each block points back to it.
 */
#include "allocator.h"

#include <string.h>
#include "harness/linux.h"

static bool is_musl(struct proof *proof)
{
	proof_take_version_of_libc(proof);
	return !strcmp(proof->libc_name, "musl");
}

/* mallocng keeps the requested size in the slot and gives it back. */
static size_t mallocng_usable(size_t requested)
{
	return requested;
}

static bool mallocng_answers(struct proof *proof)
{
	return is_musl(proof) && proof_sizes_follow(proof, mallocng_usable);
}

/* A group of slots begins with a pointer to its meta, which lies elsewhere and begins so. */
struct mallocng_meta {
	const void *previous, *next, *group;
	int avail_mask, freed_mask;
	uintptr_t last_index : 5;
};

/*
 * In front of a block stand, backwards, its distance from the group's first slot in units of 16 bytes, the number of
 * the slot, and a byte that says whether the distance did not fit and stands before it in 32 bits.
 */
static bool mallocng_owns(const struct probe *probe)
{
	enum { UNIT_BYTES = 16 };
	const unsigned char *block = probe->block;
	const struct mallocng_meta *meta;
	uint32_t distance = 0;
	if ((uintptr_t)block % UNIT_BYTES || !memory_can_read(&memory_after, block - 8, 8))
		return false;
	if (block[-4])
		memcpy(&distance, block - 8, 4);
	else
		memcpy(&distance, block - 2, 2);
	const unsigned char *group = block - (distance + (size_t)1) * UNIT_BYTES;
	if (!memory_can_read(&memory_after, group, sizeof meta))
		return false;
	memcpy(&meta, group, sizeof meta);
	return memory_can_read(&memory_after, meta, sizeof *meta) && meta->group == group &&
	       (block[-3] & 31) <= meta->last_index;
}

const struct allocator mallocng_allocator = {
	.name = "mallocng",
	.answers = mallocng_answers,
	.owns = mallocng_owns,
	.evidence = "musl, and malloc_usable_size gives back each requested size; version is the libc's",
	.ownership = "the group's meta points back for",
};

/* oldmalloc rounds size and 16 bytes of header up to a multiple of 32; a large chunk is a mapping of whole pages. */
static size_t oldmalloc_usable(size_t requested)
{
	enum { MAPPED_BYTES = 0x1c00 * 32 };
	size_t chunk_bytes = (requested + 16 + 31) & ~(size_t)31;
	size_t page_bytes = linux_page_size();
	if (chunk_bytes <= MAPPED_BYTES)
		return chunk_bytes - 16;
	return ((chunk_bytes + 16 + page_bytes - 1) & -page_bytes) - 32;
}

static bool oldmalloc_answers(struct proof *proof)
{
	return is_musl(proof) && proof_sizes_follow(proof, oldmalloc_usable);
}

/*
 * In front of a block stand the size of the chunk before and its own; bit 0 is set in use. The next chunk repeats the
 * size of this one; a mapped chunk has bit 0 clear and its mapping begins where the first word says.
 */
static bool oldmalloc_owns(const struct probe *probe)
{
	const size_t *words = (const void *)probe->block;
	if (!memory_can_read(&memory_after, words - 2, 2 * sizeof *words))
		return false;
	size_t chunk_bytes = words[-1] & ~(size_t)1;
	if (probe->usable_bytes != chunk_bytes - 2 * sizeof *words)
		return false;
	if (!(words[-1] & 1))
		return ((uintptr_t)(words - 2) - words[-2]) % linux_page_size() == 0;
	const size_t *next = (const void *)(probe->block - 2 * sizeof *words + chunk_bytes);
	return memory_can_read(&memory_after, next, sizeof *next) && *next == words[-1];
}

const struct allocator oldmalloc_allocator = {
	.name = "oldmalloc",
	.answers = oldmalloc_answers,
	.owns = oldmalloc_owns,
	.evidence = "musl, and malloc_usable_size is 32 n - 16; version is the libc's",
	.ownership = "chunk header and footer agree for",
};

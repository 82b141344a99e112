#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include "harness/reserve.h"
#include "content.h"
#include "draw.h"
#include "table.h"
#include "violation.h"

enum { BLOCKS = 3000, LIVE = 600, STEPS = 20000, STEPS_PER_LOOK = 2000, DOUBLINGS = 16, SEED = 2 };

struct block {
	unsigned char *start;
	size_t bytes;
	uint64_t seed;
};

/* The ways to get a block of any size. */
static void *draw_block(struct random *random, size_t bytes)
{
	switch (random_below(random, 8)) {
	case 0:
		return require_block(calloc(1, bytes), "calloc", bytes);
	case 1:
		return require_block(memalign((size_t)16 << random_below(random, 9), bytes), "memalign", bytes);
	case 2:
		return require_block(realloc(malloc(bytes / 2 + 1), bytes), "realloc", bytes);
	default:
		return require_block(malloc(bytes), "malloc", bytes);
	}
}

/*
 * malloc_usable_size is no standard, but every libc documents it alike: at least what was asked for, and all of it may
 * be written.
 */
static void fill_usable(struct block *block, struct random *random, size_t bytes, uint64_t seed)
{
	block->start = draw_block(random, bytes);
	block->bytes = malloc_usable_size(block->start);
	block->seed = seed;
	if (block->bytes < bytes)
		violation("malloc_usable_size gave %zu for a block of %zu bytes", block->bytes, bytes);
	content_write(block->start, block->bytes, seed);
}

static void drop_usable(const struct block *block)
{
	content_require(block->start, block->bytes, block->seed, "beside others filled to their usable size a block");
	free(block->start);
}

/* The usable part of every block is written before the first is looked at. */
void check_usable_size(void)
{
	struct random random;
	struct block *blocks = reserve(BLOCKS * sizeof *blocks);
	random_seed(&random, SEED, 0);
	for (unsigned i = 0; i < BLOCKS; i++)
		fill_usable(&blocks[i], &random, i < BLOCKS / 2 ? i + 1 : draw_size(&random, DOUBLINGS), i);
	for (unsigned i = 0; i < BLOCKS; i += 2)
		drop_usable(&blocks[i]);
	for (unsigned i = 0; i < BLOCKS; i += 2)
		fill_usable(&blocks[i], &random, draw_size(&random, DOUBLINGS), BLOCKS + i);
	for (unsigned i = 0; i < BLOCKS; i++)
		drop_usable(&blocks[i]);
}

/* By address, with the sift of heapsort: libc's qsort may call malloc. */
static void sift(struct block blocks[], size_t root, size_t count)
{
	for (size_t child; (child = 2 * root + 1) < count; root = child) {
		if (child + 1 < count && blocks[child].start < blocks[child + 1].start)
			child++;
		if (blocks[root].start >= blocks[child].start)
			return;
		struct block other = blocks[root];
		blocks[root] = blocks[child];
		blocks[child] = other;
	}
}

static void sort(struct block blocks[], size_t count)
{
	for (size_t root = count / 2; root-- > 0;)
		sift(blocks, root, count);
	for (size_t end = count; end-- > 1;) {
		struct block last = blocks[end];
		blocks[end] = blocks[0];
		blocks[0] = last;
		sift(blocks, 0, end);
	}
}

/* Empty blocks sort first. */
static void require_apart(const struct block live[LIVE])
{
	static struct block sorted[LIVE];
	for (size_t i = 0; i < LIVE; i++)
		sorted[i] = live[i];
	sort(sorted, LIVE);
	for (size_t i = 1; i < LIVE; i++) {
		const struct block *before = &sorted[i - 1], *after = &sorted[i];
		if (before->start && before->start + before->bytes > after->start)
			violation("a block of %zu bytes begins %zu bytes after a live one of %zu bytes begins", after->bytes,
				  (size_t)(after->start - before->start), before->bytes);
	}
}

/* Sizes, kinds and lifetimes at random; each block is read back when it is freed, and addresses are compared now and then. */
void check_no_overlap(void)
{
	static struct block live[LIVE];
	struct random random;
	random_seed(&random, SEED, 1);
	for (uint64_t step = 0; step < STEPS; step++) {
		struct block *block = &live[random_below(&random, LIVE)];
		if (step % STEPS_PER_LOOK == 0)
			require_apart(live);
		if (block->start) {
			content_require(block->start, block->bytes, block->seed, "among others a block");
			free(block->start);
		}
		/* A third of the time the place stays empty. */
		*block = (struct block){.seed = step, .bytes = draw_size(&random, DOUBLINGS)};
		if (!random_below(&random, 3)) {
			block->bytes = 0;
			continue;
		}
		block->start = draw_block(&random, block->bytes);
		content_write(block->start, block->bytes, step);
	}
	require_apart(live);
}

/* One thread fills an array of blocks, then frees all or some of them. */
#include <stdbool.h>
#include <stdlib.h>
#include "harness/fail.h"
#include "harness/reserve.h"
#include "harness/stamp.h"
#include "classic.h"

enum { STRIDE = 57 };

enum { KEEP_EVERY_150TH = 1, KEEP_LAST };

struct shape {
	uint32_t count;
	/* Sizes rise from it in as many equal steps, again and again. */
	uint32_t bytes, sizes;
	/* 0: freed in order, all but those that `keep` says; else a walk from block 1 that ends where it comes to block 0. */
	uint32_t stride;
	unsigned keep;
	/* Every byte of a block is written; else none. */
	bool written;
};

struct blocks {
	const struct shape *shape;
	unsigned char **blocks;
	uint32_t *sizes;
	/* The numbers of the blocks to free, in this order. */
	uint32_t *order;
	uint32_t freed;
	bool *is_kept;
	uint64_t stamp_base;
	/* Read back what is freed: not where that would be in the time. */
	bool reads_back;
	/* A byte read back was not the one written. */
	bool wrong;
};

static bool shape_keeps(const struct shape *shape, uint32_t i)
{
	return (shape->keep == KEEP_EVERY_150TH && i % 150 == 0) ||
	       (shape->keep == KEEP_LAST && i == shape->count - 1);
}

static void list_freed(struct blocks *b)
{
	const struct shape *shape = b->shape;
	for (uint32_t i = 0; i < shape->count; i++)
		b->is_kept[i] = true;
	if (shape->stride)
		for (uint32_t i = 1; i; i = (i + shape->stride) % shape->count)
			b->order[b->freed++] = i;
	for (uint32_t i = 0; !shape->stride && i < shape->count; i++)
		if (!shape_keeps(shape, i))
			b->order[b->freed++] = i;
	for (uint32_t k = 0; k < b->freed; k++)
		b->is_kept[b->order[k]] = false;
}

static void *open_blocks(const struct worker *worker, const void *shape, uint64_t steps)
{
	struct blocks *b = reserve(sizeof *b);
	struct random random;
	(void)steps;
	b->shape = shape;
	b->blocks = reserve(b->shape->count * sizeof *b->blocks);
	b->sizes = reserve(b->shape->count * sizeof *b->sizes);
	b->order = reserve(b->shape->count * sizeof *b->order);
	b->is_kept = reserve(b->shape->count * sizeof *b->is_kept);
	random_seed(&random, worker->run->seed, worker->index);
	b->stamp_base = random_next(&random);
	b->reads_back = b->shape->written && worker->run->mode == MODE_COUNT;
	for (uint32_t i = 0; i < b->shape->count; i++)
		b->sizes[i] = b->shape->bytes * (1 + i % b->shape->sizes);
	list_freed(b);
	return b;
}

static void fill(void *state)
{
	struct blocks *b = state;
	for (uint32_t i = 0; i < b->shape->count; i++) {
		unsigned char *block = malloc(b->sizes[i]);
		if (__builtin_expect(!block, 0))
			fail("malloc(%u) failed", b->sizes[i]);
		if (b->shape->written)
			stamp_fill(block, b->sizes[i], stamp_of(b->stamp_base, i));
		b->blocks[i] = block;
	}
}

static void read_back(struct blocks *b, uint32_t i)
{
	b->wrong |= !stamp_holds(b->blocks[i], b->sizes[i], stamp_of(b->stamp_base, i));
}

static void release(void *state)
{
	struct blocks *b = state;
	for (uint32_t k = 0; k < b->freed; k++) {
		uint32_t i = b->order[k];
		if (b->reads_back)
			read_back(b, i);
		free(b->blocks[i]);
		b->blocks[i] = NULL;
	}
}

static uint64_t live_bytes(const void *state)
{
	const struct blocks *b = state;
	uint64_t bytes = 0;
	for (uint32_t i = 0; i < b->shape->count; i++)
		bytes += b->blocks[i] ? b->sizes[i] : 0;
	return bytes;
}

static void clean(void *state, struct check *check)
{
	struct blocks *b = state;
	for (uint32_t i = 0; i < b->shape->count; i++) {
		if ((b->blocks[i] != NULL) != b->is_kept[i])
			fail("block %u of %u was not freed, or not kept", i, b->shape->count);
		if (b->blocks[i] && b->shape->written)
			read_back(b, i);
		check_add(check, (uint64_t)b->sizes[i] << 8 | stamp_of(b->stamp_base, i));
		free(b->blocks[i]);
		b->blocks[i] = NULL;
	}
	if (b->wrong)
		fail("a block did not hold what was written into it");
}

static const struct shape sparse = {10000, 4000, 1, 0, KEEP_EVERY_150TH, true};
static const struct shape bubble = {10000, 4000, 1, 0, KEEP_LAST, true};
static const struct shape tiny = {10000, 16, 4, 0, 0, false};
static const struct shape tiny_stride = {10000, 16, 4, STRIDE, 0, false};
static const struct shape big = {2000, 16384, 4, 0, 0, false};
static const struct shape big_stride = {2000, 16384, 4, STRIDE, 0, false};

#define TEST(name, shape) {name, 1, shape, open_blocks, fill, release, live_bytes, clean}

const struct classic_test classic_block_tests[] = {
	TEST("sparse", &sparse),
	TEST("bubble", &bubble),
	TEST("tiny", &tiny),
	TEST("tiny-stride", &tiny_stride),
	TEST("big", &big),
	TEST("big-stride", &big_stride),
	{0},
};

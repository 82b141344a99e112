/* One thread fills an array of blocks, then frees all or nearly all of them. */
#include <stdbool.h>
#include <stdlib.h>
#include "harness/fail.h"
#include "harness/reserve.h"
#include "harness/stamp.h"
#include "classic.h"

/* Prime to the numbers of blocks, so that one walk with it frees every block once. */
enum { STRIDE = 57 };

enum { KEEP_NONE, KEEP_EVERY_150TH, KEEP_LAST };

struct shape {
	uint32_t count;
	/* Sizes are drawn from low to high in steps of the granule. */
	uint32_t low, high, granule;
	uint32_t stride;
	unsigned keep;
	/* Written whole; else its first and its last byte. */
	bool whole;
};

struct blocks {
	const struct shape *shape;
	unsigned char **blocks;
	uint32_t *sizes;
	uint64_t stamp_base;
	/* Not zero when a byte read back was not the one written. */
	unsigned wrong;
};

static void *open_blocks(const struct worker *worker, const void *shape, uint64_t steps)
{
	struct blocks *b = reserve(sizeof *b);
	struct random random;
	(void)steps;
	b->shape = shape;
	b->blocks = reserve(b->shape->count * sizeof *b->blocks);
	b->sizes = reserve(b->shape->count * sizeof *b->sizes);
	random_seed(&random, worker->run->seed, worker->index);
	b->stamp_base = random_next(&random);
	uint32_t choices = (b->shape->high - b->shape->low) / b->shape->granule + 1;
	for (uint32_t i = 0; i < b->shape->count; i++)
		b->sizes[i] = b->shape->low + b->shape->granule * random_below(&random, choices);
	return b;
}

static void fill(void *state)
{
	struct blocks *b = state;
	for (uint32_t i = 0; i < b->shape->count; i++) {
		uint32_t bytes = b->sizes[i];
		unsigned char stamp = stamp_of(b->stamp_base, i);
		unsigned char *block = malloc(bytes);
		if (__builtin_expect(!block, 0))
			fail("malloc(%u) failed", bytes);
		if (b->shape->whole)
			stamp_fill(block, bytes, stamp);
		*(volatile unsigned char *)block = stamp;
		*(volatile unsigned char *)(block + bytes - 1) = stamp;
		b->blocks[i] = block;
	}
}

static bool is_kept(const struct shape *shape, uint32_t i)
{
	return (shape->keep == KEEP_EVERY_150TH && i % 150 == 0) ||
	       (shape->keep == KEEP_LAST && i == shape->count - 1);
}

static void read_back(struct blocks *b, uint32_t i)
{
	unsigned char stamp = stamp_of(b->stamp_base, i);
	b->wrong |= *(volatile unsigned char *)b->blocks[i] ^ stamp;
	b->wrong |= *(volatile unsigned char *)(b->blocks[i] + b->sizes[i] - 1) ^ stamp;
}

static void release(void *state)
{
	struct blocks *b = state;
	for (uint32_t k = 0, i = 0; k < b->shape->count; k++) {
		if (!is_kept(b->shape, i)) {
			read_back(b, i);
			free(b->blocks[i]);
			b->blocks[i] = NULL;
		}
		i += b->shape->stride;
		i -= i >= b->shape->count ? b->shape->count : 0;
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
		if ((b->blocks[i] != NULL) != is_kept(b->shape, i))
			fail("block %u of %u was not freed, or not kept", i, b->shape->count);
		if (b->blocks[i])
			read_back(b, i);
		check_add(check, (uint64_t)b->sizes[i] << 8 | stamp_of(b->stamp_base, i));
		free(b->blocks[i]);
		b->blocks[i] = NULL;
	}
	if (b->wrong)
		fail("a block did not hold what was written into it");
}

static const struct shape sparse = {10000, 4000, 4000, 1, 1, KEEP_EVERY_150TH, true};
static const struct shape bubble = {10000, 4000, 4000, 1, 1, KEEP_LAST, true};
static const struct shape tiny = {10000, 16, 64, 16, 1, KEEP_NONE, false};
static const struct shape tiny_stride = {10000, 16, 64, 16, STRIDE, KEEP_NONE, false};
static const struct shape big = {2000, 16384, 65536, 16384, 1, KEEP_NONE, false};
static const struct shape big_stride = {2000, 16384, 65536, 16384, STRIDE, KEEP_NONE, false};

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

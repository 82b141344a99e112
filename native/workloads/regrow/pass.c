/*
 * The stages of a pass. In each of them one thread of a pair works; between them all threads sleep while the first
 * asks where the blocks lie.
 */
#include "regrow.h"

#include <stdlib.h>
#include "harness/fail.h"
#include "harness/stamp.h"
#include "workloads/shared/pairs.h"

static struct regrow_pair *own_pair(const struct worker *worker)
{
	return regrow_pair_at(worker, pair_of(worker->run, worker->index));
}

static struct regrow_block *blocks_of(const struct regrow_pair *pair)
{
	return pair->blocks + pair->kept;
}

static void *checked(void *block, const char *call, uint32_t bytes)
{
	if (!block)
		fail("%s(%u) failed", call, bytes);
	return block;
}

static void draw_blocks(struct worker *worker)
{
	const struct regrow *regrow = worker->crew->shared;
	struct regrow_pair *pair = worker->state;
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		struct regrow_block *block = &blocks_of(pair)[i];
		block->old_bytes = block->bytes = sizes_draw(&regrow->sizes, &pair->sizes);
		block->stamp = stamp_of(pair->stamp_base, i);
		check_add(&worker->check, (uint64_t)block->bytes << 8 | block->stamp);
	}
}

/*
 * Twice as many blocks as the pass will ask for, all written, of which every second one is freed: the others keep
 * alive what memory can be kept alive by a neighbour.
 */
static void use_memory(struct worker *worker)
{
	struct regrow_pair *pair = own_pair(worker);
	uint64_t count = 2 * worker->run->operations;
	for (uint64_t i = 0; i < count; i++) {
		const struct regrow_block *block = &blocks_of(pair)[i / 2];
		pair->fillers[i] = checked(malloc(block->bytes), "malloc", block->bytes);
		stamp_fill(pair->fillers[i], block->bytes, 0xa5);
	}
	for (uint64_t i = 0; i < count; i += 2)
		free(pair->fillers[i]);
}

static void free_fillers(struct worker *worker)
{
	struct regrow_pair *pair = own_pair(worker);
	for (uint64_t i = 1; i < 2 * worker->run->operations; i += 2)
		free(pair->fillers[i]);
}

static void calloc_blocks(struct worker *worker)
{
	struct regrow_block *blocks = blocks_of(worker->state);
	for (uint64_t i = 0; i < worker->run->operations; i++)
		blocks[i].start = checked(calloc(1, blocks[i].bytes), "calloc", blocks[i].bytes);
}

/* Reading a page that nobody wrote gives it no node: the write after it does. */
static void read_zeroes_and_write(struct worker *worker)
{
	struct regrow_block *blocks = blocks_of(own_pair(worker));
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		if (!stamp_holds(blocks[i].start, blocks[i].bytes, 0))
			fail("calloc(1, %u) gave block %llu that is not zero", blocks[i].bytes, (unsigned long long)i);
		stamp_fill(blocks[i].start, blocks[i].bytes, blocks[i].stamp);
	}
}

static void malloc_and_write_blocks(struct worker *worker)
{
	struct regrow_block *blocks = blocks_of(worker->state);
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		blocks[i].start = checked(malloc(blocks[i].bytes), "malloc", blocks[i].bytes);
		stamp_fill(blocks[i].start, blocks[i].bytes, blocks[i].stamp);
	}
}

static void realloc_blocks(struct worker *worker)
{
	const struct regrow *regrow = worker->crew->shared;
	struct regrow_block *blocks = blocks_of(own_pair(worker));
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		uintptr_t before = (uintptr_t)blocks[i].start;
		uint64_t bytes = (uint64_t)blocks[i].bytes * regrow->resize / 100;
		blocks[i].bytes = bytes ? (uint32_t)bytes : 1;
		blocks[i].start = checked(realloc(blocks[i].start, blocks[i].bytes), "realloc", blocks[i].bytes);
		blocks[i].moved = (uintptr_t)blocks[i].start != before;
	}
}

static void write_new_part(struct worker *worker)
{
	struct regrow_block *blocks = blocks_of(own_pair(worker));
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		uint32_t old = regrow_old_part(&blocks[i]);
		stamp_fill(blocks[i].start + old, blocks[i].bytes - old, (unsigned char)~blocks[i].stamp);
	}
}

static void verify(struct worker *worker)
{
	const struct regrow *regrow = worker->crew->shared;
	const struct regrow_block *blocks = blocks_of(worker->state);
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		uint32_t old = regrow_old_part(&blocks[i]);
		if (!stamp_holds(blocks[i].start, old, blocks[i].stamp) ||
		    !stamp_holds(blocks[i].start + old, blocks[i].bytes - old, (unsigned char)~blocks[i].stamp))
			fail("block %llu of %u bytes%s no longer holds what was written", (unsigned long long)i,
			     blocks[i].bytes, regrow->call == REGROW_REALLOC ? ", reallocated," : "");
		check_add(&worker->check, (uint64_t)blocks[i].bytes << 8 | blocks[i].stamp);
	}
}

static void free_blocks(struct regrow_pair *pair, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++)
		free(pair->blocks[i].start);
}

/* Blocks of earlier passes stay where memory is to be fresh, so that none of it is had again. */
static void end_blocks(struct worker *worker)
{
	const struct regrow *regrow = worker->crew->shared;
	struct regrow_pair *pair = worker->state;
	verify(worker);
	if (regrow->memory == REGROW_FRESH)
		pair->kept += worker->run->operations;
	else
		free_blocks(pair, worker->run->operations);
}

static void free_kept(struct worker *worker)
{
	struct regrow_pair *pair = worker->state;
	free_blocks(pair, pair->kept);
}

void regrow_drain(struct worker *worker)
{
	pairs_work_in_order(worker, REGROW_OWNER, free_kept);
}

static void calloc_stages(struct worker *worker)
{
	pairs_work_in_order(worker, REGROW_OWNER, calloc_blocks);
	regrow_count(worker, REGROW_OWNER, ACCOUNT_ALLOCATED);
	pairs_work_in_order(worker, REGROW_WRITER, read_zeroes_and_write);
	regrow_count(worker, REGROW_OWNER, ACCOUNT_WRITTEN);
	regrow_count(worker, REGROW_WRITER, ACCOUNT_RECEIVED);
}

static void realloc_stages(struct worker *worker)
{
	pairs_work_in_order(worker, REGROW_OWNER, malloc_and_write_blocks);
	regrow_count(worker, REGROW_OWNER, ACCOUNT_WRITTEN);
	pairs_work_in_order(worker, REGROW_WRITER, realloc_blocks);
	regrow_count(worker, REGROW_WRITER, ACCOUNT_RESIZED);
	pairs_work_in_order(worker, REGROW_WRITER, write_new_part);
	regrow_count(worker, REGROW_WRITER, ACCOUNT_REWRITTEN);
}

void regrow_pass(struct worker *worker)
{
	const struct regrow *regrow = worker->crew->shared;
	bool reused = regrow->memory == REGROW_REUSED;
	pairs_work_in_order(worker, REGROW_OWNER, draw_blocks);
	if (reused)
		pairs_work_in_order(worker, REGROW_WRITER, use_memory);
	regrow->call == REGROW_CALLOC ? calloc_stages(worker) : realloc_stages(worker);
	pairs_work_in_order(worker, REGROW_OWNER, end_blocks);
	if (reused)
		pairs_work_in_order(worker, REGROW_WRITER, free_fillers);
}

#include <stdlib.h>
#include "harness/fail.h"
#include "harness/stamp.h"
#include "sharing.h"

uint32_t sharing_turns(const struct sharing *sharing, uint32_t count)
{
	return (count + sharing->burst - 1) / sharing->burst;
}

static void allocate(struct worker *worker, struct sharing_block *block, uint32_t bytes)
{
	const struct sharing *sharing = worker->crew->shared;
	block->bytes = bytes;
	block->stamp = stamp_of(worker->index, block->stamp + 1u);
	block->block = sharing->align ? aligned_alloc(sharing->align, bytes) : malloc(bytes);
	if (!block->block)
		fail("no block of %u bytes could be allocated", bytes);
	stamp_fill(block->block, bytes, block->stamp);
}

static void release(struct worker *worker, struct sharing_block *block)
{
	if (!stamp_holds(block->block, block->bytes, block->stamp))
		fail("a block of %u bytes no longer holds what was written", block->bytes);
	check_add(&worker->check, block->bytes + ((uint64_t)block->stamp << 32));
	free(block->block);
	block->block = NULL;
}

void sharing_fill(struct worker *worker, uint32_t count, uint32_t bytes)
{
	struct sharing *sharing = worker->crew->shared;
	struct sharer *sharer = worker->state;
	struct sharing_block *block = sharer->blocks;
	while (count) {
		uint32_t burst = count < sharing->burst ? count : sharing->burst;
		turns_take(sharing->turns, worker->index);
		for (uint32_t i = 0; i < burst; block++) {
			if (block->block)
				continue;
			allocate(worker, block, bytes ? bytes : sizes_draw(&sharing->sizes, &sharer->sizes));
			i++;
		}
		turns_pass(sharing->turns);
		count -= burst;
	}
}

void sharing_empty(struct worker *worker)
{
	struct sharing *sharing = worker->crew->shared;
	struct sharer *sharer = worker->state;
	turns_take(sharing->turns, worker->index);
	for (uint32_t i = 0; i < sharing->objects; i++)
		release(worker, &sharer->blocks[i]);
	turns_pass(sharing->turns);
}

/* Exactly as many as asked for: selection sampling. */
void sharing_free_some(struct worker *worker, uint32_t wanted)
{
	struct sharing *sharing = worker->crew->shared;
	struct sharer *sharer = worker->state;
	turns_take(sharing->turns, worker->index);
	for (uint32_t i = 0; i < sharing->objects; i++) {
		if (random_below(&sharer->choice, sharing->objects - i) >= wanted)
			continue;
		release(worker, &sharer->blocks[i]);
		wanted--;
	}
	turns_pass(sharing->turns);
}

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include "content.h"
#include "draw.h"
#include "table.h"

enum { SLOTS = 64, RESIZES = 12000, SEED = 1 };

struct slot {
	void *block;
	size_t bytes;
};

static void resize(struct slot *slot, size_t bytes, uint64_t seed)
{
	size_t kept = bytes < slot->bytes ? bytes : slot->bytes;
	slot->block = require_block(realloc(slot->block, bytes), "realloc", bytes);
	content_require(slot->block, kept, seed, "what realloc must keep of a block,");
	content_write(slot->block, bytes, seed);
	slot->bytes = bytes;
}

/* One block up and down through every size, a byte at a time where classes are narrow. */
static void sweep(void)
{
	struct slot slot = {make_block(1, SLOTS), 1};
	for (size_t bytes = 1; bytes < 8 << 20; bytes += 1 + bytes / 40)
		resize(&slot, bytes, SLOTS);
	for (size_t bytes = slot.bytes; bytes > 1; bytes -= 1 + bytes / 40)
		resize(&slot, bytes, SLOTS);
	free(slot.block);
}

/* The content must be kept, the alignment need not be. */
static void resize_aligned(void)
{
	for (size_t alignment = 32; alignment <= 1 << 16; alignment *= 2) {
		struct slot slot = {require_block(memalign(alignment, 3000), "memalign", 3000), 3000};
		content_write(slot.block, slot.bytes, alignment);
		resize(&slot, 20000, alignment);
		resize(&slot, 500, alignment);
		free(slot.block);
	}
}

static void resize_arrays(void)
{
	enum { ELEMENT_BYTES = 24, MOST = 40000 };
	void *block = make_block(ELEMENT_BYTES, 1);
	for (size_t before = 1, count = 2; count < MOST; before = count, count *= 2) {
		size_t bytes = count * ELEMENT_BYTES;
		block = require_block(reallocarray(block, count, ELEMENT_BYTES), "reallocarray", bytes);
		content_require(block, before * ELEMENT_BYTES, 1, "what reallocarray must keep of a block,");
		content_write(block, bytes, 1);
	}
	free(block);
}

/* Many blocks in turns, so that a block cannot grow where it is because the next one is in its way. */
static void resize_at_random(void)
{
	struct random random;
	struct slot slots[SLOTS];
	random_seed(&random, SEED, 0);
	for (unsigned i = 0; i < SLOTS; i++)
		slots[i] = (struct slot){make_block(1, i), 1};
	for (int step = 0; step < RESIZES; step++) {
		unsigned i = random_below(&random, SLOTS);
		/* Large ones are rare: they cost as much as a thousand others. */
		resize(&slots[i], draw_size(&random, step % 64 ? 14 : 19), i);
	}
	for (unsigned i = 0; i < SLOTS; i++)
		drop_block(slots[i].block, slots[i].bytes, i);
}

void check_realloc_keeps_content(void)
{
	sweep();
	resize_aligned();
	resize_arrays();
	resize_at_random();
}

void check_realloc_of_null(void)
{
	void *blocks[SLOTS];
	for (unsigned i = 0; i < SLOTS; i++) {
		size_t bytes = 1 + i * i * 50;
		blocks[i] = require_block(realloc(NULL, bytes), "realloc of NULL", bytes);
		content_write(blocks[i], bytes, i);
	}
	for (unsigned i = 0; i < SLOTS; i++)
		drop_block(blocks[i], 1 + i * i * 50, i);
}

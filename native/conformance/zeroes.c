#include <stdlib.h>
#include "harness/touch.h"
#include "content.h"
#include "table.h"
#include "violation.h"

enum { MOST_BLOCKS = 48, SMALL_LIMIT = 1024, LARGE_FROM = 1 << 16, LARGEST = 6 << 20, SOIL = 0xdb };

/* Every small size, then about seven in each doubling; allocators change their ways at sizes no one knows. */
static size_t next_size(size_t bytes)
{
	return bytes + 1 + (bytes > 256 ? bytes / 10 : 0);
}

static void require_zeroes(const void *block, size_t bytes, const char *memory)
{
	size_t offset = content_not_zero(block, bytes);
	if (offset < bytes)
		violation("calloc(1, %zu) of %s memory is not zero at byte %zu", bytes, memory, offset);
}

static void *zeroed_block(size_t bytes, const char *memory)
{
	void *block = require_block(calloc(1, bytes), "calloc", bytes);
	require_zeroes(block, bytes, memory);
	return block;
}

/* Nothing is freed before the last block: all of it is memory that this process has never used. */
void check_calloc_zeroes_fresh(void)
{
	for (size_t bytes = 1; bytes <= LARGEST; bytes = next_size(bytes))
		touch_fill(zeroed_block(bytes, "fresh"), bytes, SOIL);
}

static unsigned block_count(size_t bytes)
{
	if (bytes <= SMALL_LIMIT)
		return MOST_BLOCKS;
	return bytes < LARGE_FROM ? 8 : 2;
}

static void soil_all(unsigned char *blocks[], unsigned count, size_t bytes)
{
	for (unsigned i = 0; i < count; i++) {
		blocks[i] = require_block(malloc(bytes), "malloc", bytes);
		touch_fill(blocks[i], bytes, SOIL);
	}
}

/*
 * Twice, because where a large block comes from may depend on what was freed before (glibc takes the second from its heap).
 * First every second block is freed, then all: a group of blocks that is wholly free may go back to the kernel.
 */
static void reuse(size_t bytes)
{
	unsigned char *blocks[MOST_BLOCKS];
	unsigned count = block_count(bytes);
	for (int round = 0; round < 2; round++) {
		soil_all(blocks, count, bytes);
		for (unsigned i = 0; i < count; i += 2)
			free(blocks[i]);
		for (unsigned i = 0; i < count; i += 2)
			blocks[i] = zeroed_block(bytes, "reused");
		for (unsigned i = 0; i < count; i++)
			touch_fill(blocks[i], bytes, SOIL);
		for (unsigned i = 0; i < count; i++)
			free(blocks[i]);
		for (unsigned i = 0; i < count; i++)
			blocks[i] = zeroed_block(bytes, "reused");
		for (unsigned i = 0; i < count; i++)
			free(blocks[i]);
	}
}

/* Blocks cut from what another size has left behind, also when realloc has freed the rest. */
static void reuse_other_sizes(void)
{
	for (size_t bytes = 100; bytes < LARGEST; bytes *= 3) {
		unsigned char *block = require_block(malloc(bytes), "malloc", bytes);
		touch_fill(block, bytes, SOIL);
		block = require_block(realloc(block, bytes / 2), "realloc", bytes / 2);
		void *rest = zeroed_block(bytes / 3, "reused");
		free(block);
		for (size_t left = bytes; left > 200; left /= 2)
			zeroed_block(left / 4, "reused");
		free(rest);
	}
}

void check_calloc_zeroes_reused(void)
{
	for (size_t bytes = 1; bytes <= LARGEST; bytes = next_size(bytes))
		reuse(bytes);
	reuse_other_sizes();
}

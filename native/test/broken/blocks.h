/* Where the blocks of the test's allocator come from. Thread-safe, and usable in a forked child. */
#ifndef NUMA_LAB_TEST_BLOCKS_H
#define NUMA_LAB_TEST_BLOCKS_H

#include <stddef.h>

enum { NATURAL_ALIGNMENT = 16 };

/* Right before every block. */
struct header {
	/* The block as it came from blocks_take: this one, or one that this one was cut out of. */
	void *whole;
	/* Bytes from the beginning of this block to the end of the whole one. */
	size_t capacity;
};

static inline struct header *header_of(void *block)
{
	return (struct header *)block - 1;
}

/* A block, aligned to NATURAL_ALIGNMENT; NULL with errno ENOMEM. */
void *blocks_take(size_t bytes);

/* Of a block that came from blocks_take. */
void blocks_give(void *block);

#endif

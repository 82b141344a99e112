/* Parts of the sharing workload that its files share. */
#ifndef NUMA_LAB_SHARING_H
#define NUMA_LAB_SHARING_H

#include <stdbool.h>
#include "census/census.h"
#include "harness/crew.h"
#include "harness/sizes.h"
#include "harness/turns.h"

/* The most sizes of one sweep, and where it must end. */
enum { SWEEP_LIMIT = 4096 };

struct sharing_block {
	unsigned char *block;
	uint32_t bytes;
	unsigned char stamp;
};

/* One thread's blocks. */
struct sharer {
	struct sharing_block *blocks;
	struct random sizes;
	/* Draws which blocks are replaced. */
	struct random choice;
};

struct sharing {
	/* Per thread, and per turn of a thread. */
	uint32_t objects;
	uint32_t burst;
	/* 0: malloc. */
	uint32_t align;
	/* Per mille of the blocks replaced after the first census. */
	uint32_t refill;
	struct sizes sizes;
	struct turns *turns;
	struct census *allocated;
	struct census *refilled;
	/* Sizes [first, last] one after the other; 0: no sweep. */
	uint32_t sweep_first;
	uint32_t sweep_last;
	struct sweep *sweep;
};

/* Turns that it takes to do `count` things. */
uint32_t sharing_turns(const struct sharing *sharing, uint32_t count);

/*
 * Allocate `count` blocks where there are none, a burst in each turn, and write each whole. `bytes` 0: a size drawn for each.
 * Every thread has as many turns in a phase.
 */
void sharing_fill(struct worker *worker, uint32_t count, uint32_t bytes);

/* Free so many blocks, drawn by the seed, in one turn. */
void sharing_free_some(struct worker *worker, uint32_t wanted);

/* Read every block back, and free all in one turn. */
void sharing_empty(struct worker *worker);

/* `off`, or `first-last` with 1 <= first <= last <= SWEEP_LIMIT. */
bool sweep_parse(const char *text, uint32_t *first, uint32_t *last);

/* Room for what the sweep finds. */
struct sweep *sweep_reserve(const struct sharing *sharing, unsigned threads);

/* All workers: the sizes of the sweep one after the other, each allocated, counted and freed. */
void sweep_run(struct worker *worker);

/* Lines `line-sharing`. */
void sweep_output(struct output *out, const struct sharing *sharing);

#endif

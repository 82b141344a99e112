/*
 * Turns: threads run one at a time, and the run is handed on in an order drawn from the seed. What racing
 * threads do to a shared heap depends on the scheduler; with turns it depends on the seed only. The order is
 * random, not round robin: a fixed rotation makes neighbours in time neighbours in memory in a pattern of its
 * own.
 *
 * Work is cut into phases with the same number of turns for every thread; phases are separated by barriers. In
 * each phase all interleavings of the threads' turns are equally likely.
 */
#ifndef NUMA_LAB_TURNS_H
#define NUMA_LAB_TURNS_H

#include <stddef.h>
#include <stdint.h>
#include "random.h"

/* One futex word per thread, each on a line of its own: it holds how many turns the thread has been given. */
struct turns_word {
	_Alignas(64) uint32_t given;
	/* Used by its own thread only. */
	uint32_t taken;
};

struct turns {
	unsigned threads;
	uint16_t *order;
	size_t count;
	size_t capacity;
	size_t position;
	struct turns_word *words;
	struct random random;
};

/* No turn is planned yet; `capacity` is the sum over phases of threads x turns. */
struct turns *turns_reserve(unsigned threads, size_t capacity, uint64_t seed);

/* Plan the next phase: every thread gets `turns_per_thread` turns. Before the threads start. */
void turns_add_phase(struct turns *turns, uint32_t turns_per_thread);

/* Give the first turn; once, when all phases are planned. */
void turns_begin(struct turns *turns);

/* Sleep until it is the thread's turn. What the thread before did is visible then. */
void turns_take(struct turns *turns, unsigned thread);

/* Hand the run on to the next in order. */
void turns_pass(struct turns *turns);

#endif

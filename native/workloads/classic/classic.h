/* Parts of the `classic` workload that its files share. */
#ifndef NUMA_LAB_CLASSIC_H
#define NUMA_LAB_CLASSIC_H

#include <stdint.h>
#include "harness/crew.h"

/* One of the tests: what a thread of it does in a pass. Its state is the thread's own, in memory of the harness. */
struct classic_test {
	const char *name;
	/* 1, or the fewest that it needs. */
	unsigned threads;
	/* Chooses among the tests of one file. */
	const void *shape;
	/* Reserve the state and draw what the run needs, before the heap is used; `steps` is --steps. */
	void *(*open)(const struct worker *worker, const void *shape, uint64_t steps);
	/* All of the timed part, or what comes before `release`. */
	void (*run)(void *state);
	/* The rest of the timed part, which begins at the test's fullest moment; may be NULL. */
	void (*release)(void *state);
	/* What lives between passes and who answers for it; may be NULL. */
	uint64_t (*live_bytes)(const void *state);
	/* Not timed, when all threads are done: verify the work, add it to the digest, free what lives. */
	void (*clean)(void *state, struct check *check);
};

/* In the order of the choices of --test, each list ending with an entry whose name is NULL. */
extern const struct classic_test classic_block_tests[];
extern const struct classic_test classic_slot_tests[];
extern const struct classic_test classic_pthread_tests[];

#endif

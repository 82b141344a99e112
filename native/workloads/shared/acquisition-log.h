/*
 * What a lock protects, and the proof that it did: how many acquisitions are left, a chain of numbers of which each is
 * computed from the one before, and who was last. Two threads inside at once compute the same link twice, or take the
 * same acquisition twice, and then the chain or the sum of what threads took comes out wrong. Loads and stores are relaxed atomics, plain moves to the processor, so that a
 * broken lock is a wrong number and not undefined behaviour.
 */
#ifndef NUMA_LAB_ACQUISITION_LOG_H
#define NUMA_LAB_ACQUISITION_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include "harness/random.h"

enum { NO_OWNER = UINT16_MAX };

struct acquisition_log {
	_Alignas(64) uint64_t left;
	uint64_t link;
	uint32_t last_owner;
};

/* What a thread saw when it came in. */
struct acquisition {
	uint64_t left;
	uint64_t link;
	uint32_t last_owner;
};

/* Before a pass, with nobody inside. */
static inline void acquisition_log_begin(struct acquisition_log *log, uint64_t seed, uint64_t acquisitions)
{
	*log = (struct acquisition_log){.left = acquisitions, .link = random_mix(seed), .last_owner = NO_OWNER};
}

/* With the lock held. One with left == 0 must not be passed to acquisition_log_leave: all acquisitions are taken. */
static inline struct acquisition acquisition_log_enter(const struct acquisition_log *log)
{
	return (struct acquisition){
		.left = __atomic_load_n(&log->left, __ATOMIC_RELAXED),
		.link = __atomic_load_n(&log->link, __ATOMIC_RELAXED),
		.last_owner = __atomic_load_n(&log->last_owner, __ATOMIC_RELAXED),
	};
}

/* Before the lock is released, by the thread that entered. */
static inline void acquisition_log_leave(struct acquisition_log *log, struct acquisition entered, uint32_t owner)
{
	__atomic_store_n(&log->left, entered.left - 1, __ATOMIC_RELAXED);
	__atomic_store_n(&log->link, random_mix(entered.link), __ATOMIC_RELAXED);
	__atomic_store_n(&log->last_owner, owner, __ATOMIC_RELAXED);
}

/*
 * After a pass: did `acquisitions` of them, and no others, follow one another? `taken` is the sum of what
 * threads took.
 */
static inline bool acquisition_log_is_whole(const struct acquisition_log *log, uint64_t seed, uint64_t acquisitions, uint64_t taken)
{
	uint64_t link = random_mix(seed);
	for (uint64_t i = 0; i < acquisitions; i++)
		link = random_mix(link);
	return taken == acquisitions && log->left == 0 && log->link == link;
}

#endif

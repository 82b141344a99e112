/*
 * What a lock protects in the `mutex` workload, and the proof that it did: how many acquisitions are left, a
 * chain of numbers of which each is computed from the one before, and who was last. Two threads inside at once
 * compute the same link twice, or take the same acquisition twice, and then the chain or the sum of what
 * threads took comes out wrong. Loads and stores are relaxed atomics, plain moves to the processor, so that a
 * broken lock is a wrong number and not undefined behaviour.
 */
#ifndef NUMA_LAB_MUTEX_LEDGER_H
#define NUMA_LAB_MUTEX_LEDGER_H

#include <stdbool.h>
#include <stdint.h>
#include "harness/random.h"

enum { LEDGER_NOBODY = UINT16_MAX };

struct ledger {
	_Alignas(64) uint64_t left;
	uint64_t link;
	uint32_t last_owner;
};

/* What a thread saw when it came in. */
struct ledger_visit {
	uint64_t left;
	uint64_t link;
	uint32_t last_owner;
};

/* Before a pass, with nobody inside. */
static inline void ledger_begin(struct ledger *ledger, uint64_t seed, uint64_t acquisitions)
{
	*ledger = (struct ledger){.left = acquisitions, .link = random_mix(seed), .last_owner = LEDGER_NOBODY};
}

/* With the lock held. A visit with left == 0 must not be ended by ledger_leave: all acquisitions are taken. */
static inline struct ledger_visit ledger_enter(const struct ledger *ledger)
{
	return (struct ledger_visit){
		.left = __atomic_load_n(&ledger->left, __ATOMIC_RELAXED),
		.link = __atomic_load_n(&ledger->link, __ATOMIC_RELAXED),
		.last_owner = __atomic_load_n(&ledger->last_owner, __ATOMIC_RELAXED),
	};
}

/* Before the lock is released, by the thread that entered. */
static inline void ledger_leave(struct ledger *ledger, struct ledger_visit visit, uint32_t owner)
{
	__atomic_store_n(&ledger->left, visit.left - 1, __ATOMIC_RELAXED);
	__atomic_store_n(&ledger->link, random_mix(visit.link), __ATOMIC_RELAXED);
	__atomic_store_n(&ledger->last_owner, owner, __ATOMIC_RELAXED);
}

/*
 * After a pass: did `acquisitions` visits, and no others, follow one another? `taken` is the sum of what
 * threads took.
 */
static inline bool ledger_holds(const struct ledger *ledger, uint64_t seed, uint64_t acquisitions, uint64_t taken)
{
	uint64_t link = random_mix(seed);
	for (uint64_t i = 0; i < acquisitions; i++)
		link = random_mix(link);
	return taken == acquisitions && ledger->left == 0 && ledger->link == link;
}

#endif

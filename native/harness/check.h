/*
 * The check value: a digest of the work a thread did, in its order. Digests of threads are joined by addition, so that
 * the order in which threads finish does not matter. Put into it what was asked for (sizes, slots, contents read back),
 * never addresses, times or anything that the schedule decides.
 */
#ifndef NUMA_LAB_CHECK_H
#define NUMA_LAB_CHECK_H

#include <stdint.h>
#include "random.h"

struct check {
	uint64_t state;
};

static inline void check_add(struct check *check, uint64_t value)
{
	check->state = random_mix(check->state ^ value);
}

/* Join the digest of thread `index` to the digest of the whole run. */
static inline void check_join(struct check *whole, unsigned index, struct check part)
{
	whole->state += random_mix(part.state ^ random_mix(index));
}

#endif

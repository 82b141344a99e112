/* Sizes for blocks drawn at random. */
#ifndef NUMA_LAB_CONFORMANCE_DRAW_H
#define NUMA_LAB_CONFORMANCE_DRAW_H

#include <stddef.h>
#include "harness/random.h"

/* From 1 to 2^doublings - 1, each doubling alike. */
static inline size_t draw_size(struct random *random, unsigned doublings)
{
	size_t top = (size_t)1 << random_below(random, doublings);
	return top + random_below(random, (uint32_t)top);
}

#endif

/*
 * Dependent loads over memory of one node: the latency of an access when nothing can be overlapped or prefetched. With base
 * pages most loads also miss the TLB, so that the page walk is part of it.
 */
#ifndef NUMA_LAB_CHASE_H
#define NUMA_LAB_CHASE_H

#include <stddef.h>
#include <stdint.h>
#include "harness/random.h"

/*
 * Memory bound to `node`, linked into one cycle over all its cache lines in random order. Exits 77 when binding
 * is forbidden.
 */
void **chase_reserve(size_t bytes, unsigned node, struct random *random);

void chase_release(void **chain, size_t bytes);

/* Follow the chain; the result is where it ends, and is the next start. */
void **chase_run(void **chain, uint64_t loads);

#endif

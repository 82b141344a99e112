/*
 * Makes a restored guest a new draw: identical restored states are one state, not n. From a seed it
 *  - reseeds the kernel's random pool (addresses of new processes, AT_RANDOM). The kernel mixes a timer into every
 *    reseeding, so the pool differs between seeds but is not a function of the seed;
 *  - shuffles the free lists of each node, which is a function of the seed.
 */
#ifndef NUMA_LAB_PERTURB_H
#define NUMA_LAB_PERTURB_H

#include <stdbool.h>
#include <stdint.h>

/* Free lists of the nodes whose bit is set. False, with a reason in *why, when the kernel refused a step. */
bool perturb(uint64_t seed, uint64_t nodes, const char **why);

/* Gives the pool entropy from a fixed seed, so that it is initialised before the guest is saved. */
bool perturb_random_pool(uint64_t seed);

/* splitmix64 of Steele, Lea and Flood (2014): advances *state and returns the next number. */
uint64_t perturb_next(uint64_t *state);

/* Shuffles `order` (Fisher and Yates). */
void perturb_shuffle(uint32_t *order, uint32_t count, uint64_t *state);

#endif

/*
 * The conformance suite: what C and POSIX promise of malloc and the rest of its interface, asked of the allocator that
 * is linked. It uses nothing but that interface, so that any allocator can be held to it; what the standards leave open
 * is not judged.
 */
#ifndef NUMA_LAB_CONFORMANCE_SUITE_H
#define NUMA_LAB_CONFORMANCE_SUITE_H

#include "harness/output.h"

/*
 * Run every check of conformance_table, each in a process of its own. Prints a line `conformance` for each and a line
 * `conformance-end` (results/schema/conformance.ts). Returns EXIT_DONE, or EXIT_FAILED when a check failed.
 */
int conformance_run(struct output *out);

#endif

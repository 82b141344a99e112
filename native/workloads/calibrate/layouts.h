/*
 * The check of the census against a known layout: memory whose pages are put on known nodes, and objects laid out in it by hand. What each metric
 * must say of them follows from the tables in layouts.c by counting.
 */
#ifndef NUMA_LAB_LAYOUTS_H
#define NUMA_LAB_LAYOUTS_H

#include "harness/run.h"

struct layouts;

struct layouts *layouts_reserve(struct run *run);

/* `threads[i]`: a listed thread of the i-th node. Pins the calling thread to their CPUs. */
void layouts_count(struct layouts *layouts, unsigned node_count, const unsigned threads[]);

/* Lines `placement` and `census` of each. */
void layouts_output(const struct layouts *layouts);

#endif

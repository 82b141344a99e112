#ifndef NUMA_LAB_TOPOLOGY_H
#define NUMA_LAB_TOPOLOGY_H

#include <stddef.h>

#define NODES_MAX 64

/* The node of a CPU from /sys, or -1. */
int topology_node_of(int cpu);

/*
 * Writes {"type":"description",…}: kernel release and every node with its CPU list, memory and distances,
 * as the kernel prints them. Returns the length, 0 when it does not fit.
 */
size_t topology_describe(char *out, size_t room);

#endif

/*
 * What the whole system did to memory while the workload ran: /proc/vmstat, and numastat of each node. In a guest that runs
 * one trial at a time the trial did it; on a host anything may have.
 */
#ifndef NUMA_LAB_ACTIVITY_H
#define NUMA_LAB_ACTIVITY_H

#include <stdint.h>
#include "output.h"

enum { ACTIVITY_NODES = 64, ACTIVITY_EVENTS = 12, ACTIVITY_NODE_EVENTS = 6 };

/* A reading; UINT64_MAX where the kernel has no such line. */
struct activity {
	uint64_t events[ACTIVITY_EVENTS];
	unsigned node_count;
	struct {
		unsigned node;
		uint64_t events[ACTIVITY_NODE_EVENTS];
	} nodes[ACTIVITY_NODES];
};

/* Open the files, which takes stdio, and read them once. */
void activity_open(void);

/* Read now, with raw calls into static buffers. One caller at a time. */
void activity_read(struct activity *activity);

/* Member `vmstat`: the differences of two readings. */
void output_vmstat(struct output *out, const struct activity *before, const struct activity *after);

/* Members `vmstat` and `numastat` of the line `counters`: the differences of two readings. */
void output_activity(struct output *out, const struct activity *before, const struct activity *after);

#endif

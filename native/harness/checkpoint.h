/*
 * What the kernel says of the memory of this process, read with raw calls into static buffers (stdio would
 * allocate).
 */
#ifndef NUMA_LAB_CHECKPOINT_H
#define NUMA_LAB_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>

enum { CHECKPOINT_NODES = 64 };

/* Bytes by node, in the order in which nodes were met. */
struct node_bytes {
	unsigned count;
	struct {
		unsigned node;
		uint64_t bytes;
	} nodes[CHECKPOINT_NODES];
};

struct checkpoint {
	const char *name;
	uint64_t resident_bytes;
	uint64_t anonymous_bytes;
	uint64_t lazy_free_bytes;
	uint64_t peak_resident_bytes;
	/* Sum of the requested sizes of live objects. */
	uint64_t live_bytes;
	/* A point of a series over the course of the work, and the operations done by then. */
	bool in_series;
	uint64_t operations;
	/* Resident bytes of anonymous mappings, from numa_maps; none where the kernel has no such file. */
	struct node_bytes anonymous;
	/* Those of them that lie in the brk heap: where mallocng keeps its metadata and nothing else. */
	struct node_bytes brk_heap;
};

/* Differences of getrusage(RUSAGE_SELF). */
struct kernel_events {
	uint64_t minor_faults;
	uint64_t major_faults;
	uint64_t voluntary_switches;
	uint64_t involuntary_switches;
};

/* Read smaps_rollup, status and numa_maps now. One caller at a time. */
void checkpoint_take(struct checkpoint *checkpoint, const char *name, uint64_t live_bytes);

/* Counts since the process began. */
void kernel_events_read(struct kernel_events *events);

/* Take off what was counted before; ends the program when a count went backwards. */
void kernel_events_subtract(struct kernel_events *events, const struct kernel_events *before);

#endif

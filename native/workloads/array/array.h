/* Parts of the array workload that its files share. */
#ifndef NUMA_LAB_ARRAY_H
#define NUMA_LAB_ARRAY_H

#include "harness/activity.h"
#include "harness/crew.h"

/* What was seen after a pass; pass 0 is before the first. */
struct array_pass {
	/* numa_scan_seq of the process; UINT64_MAX where the kernel does not tell. */
	uint64_t scans;
	uint64_t own_pages;
	uint64_t remote_pages;
	/* Of these no node is known. */
	uint64_t other_pages;
	struct activity activity;
};

/* Open what tells how often NUMA balancing has scanned this process. */
void scans_open(void);

/* Read now, by raw calls. Any thread. UINT64_MAX where the kernel does not tell. */
uint64_t scans_read(void);

/* Lines `array-pass`. */
void output_passes(struct output *out, size_t count, const struct array_pass passes[]);

#endif

/* What the kernel's files say of the memory of a process, in KiB. */
#ifndef NUMA_LAB_MEMORY_FILES_H
#define NUMA_LAB_MEMORY_FILES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define MEMORY_NODES_MAX 8

/* From statm: what the kernel has counted. It counts in batches and may be wrong by 64 pages for each thread (6.1). */
struct memory_counted {
	uint32_t resident_kib, anonymous_kib;
};

/* From smaps_rollup and numa_maps: what a walk through the page tables finds, exact and slow. */
struct memory_walked {
	uint32_t anonymous_kib, lazy_free_kib;
	uint32_t node_kib[MEMORY_NODES_MAX];	/* mappings without a file */
};

/* False when the process is gone. */
bool memory_count(pid_t pid, struct memory_counted *counted);
bool memory_walk(pid_t pid, struct memory_walked *walked);

/* The parts of the two, for tests. */
bool memory_parse_statm(const char *text, struct memory_counted *counted);
bool memory_parse_rollup(const char *text, struct memory_walked *walked);
void memory_add_mapping(const char *line, struct memory_walked *walked);

#endif

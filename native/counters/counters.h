/*
 * What the kernel and the processor count of this process over the measured part, its threads included: hardware counters,
 * events and system calls, by perf_event_open. Nothing is traced and nothing stops the threads. A counter that is not
 * available keeps the reason; it is never a zero.
 */
#ifndef NUMA_LAB_COUNTERS_H
#define NUMA_LAB_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>
#include "harness/linux.h"
#include "harness/output.h"
#include "harness/own-calls.h"

enum { COUNTER_LIMIT = 64, COUNTER_REASON_BYTES = 120 };

enum counter_group { COUNTERS_HARDWARE, COUNTERS_KERNEL, COUNTERS_SYSTEM_CALLS, COUNTERS_FUTEX };

/* A row of the table in counter-table.c. */
struct counter_row {
	enum counter_group group;
	/* Null in a row that is counted only to be taken from `allCalls`. */
	const char *name;
	enum counter_type type;
	uint64_t config;
	/* Of a tracepoint, below events/ of tracefs; its filter may be empty. */
	const char *tracepoint;
	char filter[160];
};

struct counter {
	struct counter_row row;
	int fd;
	/* Counted without the time in the kernel, because more is not permitted. */
	bool user_only;
	struct linux_counter before;
	/* Over the measured part; `why` is empty when there is a count. */
	uint64_t count;
	/* Millionths of the wanted time that it was counting: below 1000000 the processor had too few counters. */
	uint64_t counting_ppm;
	char why[COUNTER_REASON_BYTES];
};

struct counters {
	unsigned count;
	struct counter counters[COUNTER_LIMIT];
	struct own_calls own_before;
	/* Calls of the harness over the measured part, which the counts of system calls hold. */
	struct own_calls own;
};

/* Fill the rows of all counters. */
void counters_list(struct counters *counters);

/* Before any thread is made: threads made before are not counted. */
void counters_open(struct counters *counters);

/* Around the measured part. The harness's own calls in between are only those of the workload. */
void counters_start(struct counters *counters);
void counters_stop(struct counters *counters);

/* The difference of two readings, or the reason why it is none. */
void counter_subtract(struct counter *counter, const struct linux_counter *after);

/* Members `hardware`, `kernel`, `systemCalls` and `futex` of the line `counters`. */
void output_counters(struct output *out, const struct counters *counters);

#endif

/*
 * What a workload is: a folder below workloads/, one of whose files exports one `const struct workload`, listed in
 * workloads/table.c.
 * --help, <workload> --help and --describe are all printed from these tables: they are the only description.
 */
#ifndef NUMA_LAB_WORKLOAD_H
#define NUMA_LAB_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct run;

enum mode {
	/* Reads no clock at all and prints no time. */
	MODE_COUNT = 1,
	/* Reads the clock at the borders of a pass, never inside the loop. */
	MODE_THROUGHPUT = 2,
	/* Reads the clock around each operation: histograms, no samples. */
	MODE_LATENCY = 4,
};

enum placement_name {
	PLACEMENT_LOCAL = 1,
	PLACEMENT_REMOTE = 2,
	PLACEMENT_SPREAD = 4,
	PLACEMENT_INTERLEAVE = 8,
	PLACEMENT_SPLIT = 16,
	PLACEMENT_ALL = 31,
};

enum parameter_type { PARAMETER_INTEGER, PARAMETER_CHOICE, PARAMETER_TEXT };

struct parameter {
	const char *name;
	/* One sentence, shown by --help. */
	const char *help;
	enum parameter_type type;
	/* As it would be written on the command line. */
	const char *fallback;
	/* NULL when there is none. */
	const char *unit;
	/* Bits of enum mode in which it has an effect; 0 for all. */
	unsigned modes;
	/* Of an integer, both inclusive. */
	int64_t min;
	int64_t max;
	/* Of a choice: NULL-terminated. */
	const char *const *choices;
	/* Of a text: the regular expression others check against, an example, and our own check. */
	const char *pattern;
	const char *example;
	bool (*accept)(const char *text);
};

struct workload {
	const char *name;
	const char *summary;
	/* What one operation is, in words. */
	const char *operation;
	/* Lines for the workload's --help that tables cannot say, such as what is timed; may be NULL. */
	const char *notes;
	/* NULL-terminated, the default role first. */
	const char *const *roles;
	/* Bits of enum placement_name; 0 when placements do not apply. */
	unsigned placements;
	/* Bits of enum mode. */
	unsigned modes;
	unsigned min_threads;
	/* True when threads race, so that counts depend on the schedule. */
	bool schedule_dependent;
	/* Used when --operations is not given: operations per thread and pass. */
	uint64_t default_operations;
	/* Ends with an entry whose name is NULL. */
	const struct parameter *parameters;
	/*
	 * Refuse combinations of valid values that make no sense (with refuse(), exit 2). Called before anything is
	 * measured. May be NULL.
	 */
	void (*validate)(const struct run *run);
	/* Set up, measure, tear down, print lines other than `about`, `pinning`, `memory`, `events` and `end`. */
	void (*run)(struct run *run);
};

#endif

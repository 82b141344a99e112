/* The command line of the benchmark program. */
#ifndef NUMA_LAB_ARGUMENTS_H
#define NUMA_LAB_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>
#include "harness/run.h"

enum command {
	COMMAND_RUN,
	COMMAND_ABOUT,
	COMMAND_DESCRIBE,
	COMMAND_CONFORMANCE,
	COMMAND_HELP,
	COMMAND_WORKLOAD_HELP,
	COMMAND_DRY_RUN,
};

/*
 * Fill the asked-for part of `run` from the arguments, parameters' fallbacks included, and say what to do.
 * Anything wrong ends the program with exit 2 and one line that names the value and the remedy.
 */
enum command arguments_parse(struct run *run, int argc, char *argv[]);

/* Decimal digits, nothing else, inside [min, max]. */
bool parse_unsigned(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* The same with an optional minus sign. */
bool parse_signed(const char *text, int64_t min, int64_t max, int64_t *value);

/* `[role=]node:cpu,…`; refuses unknown roles, a CPU listed twice, and more than MAX_THREADS threads. */
void parse_threads(struct run *run, const char *text);

#endif

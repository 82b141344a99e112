/* Parameters that several workloads have. */
#ifndef NUMA_LAB_PARAMETERS_H
#define NUMA_LAB_PARAMETERS_H

#include "harness/workload.h"

/* Work of our own, done by touch_think: how much of it, `fallback_iterations` as text. */
#define WORK_PARAMETER(parameter_name, what, fallback_iterations)                                              \
	{                                                                                                      \
		.name = parameter_name, .help = what ", in iterations of an empty loop", .type = PARAMETER_INTEGER, \
		.fallback = fallback_iterations, .unit = "iterations", .min = 0, .max = 100000000,             \
	}

/* For at_stack_depth. */
#define DEPTH_PARAMETER                                                                                               \
	{                                                                                                             \
		.name = "depth",                                                                                      \
		.help = "stack that a thread has used before it waits: the pages at the top are its creator's",       \
		.type = PARAMETER_INTEGER, .fallback = "0", .unit = "bytes", .min = 0, .max = 65536,                  \
	}

#endif

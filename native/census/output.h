#ifndef NUMA_LAB_CENSUS_OUTPUT_H
#define NUMA_LAB_CENSUS_OUTPUT_H

#include "harness/output.h"
#include "census.h"

/* Lines `placement` and `census`. `owner` is "allocator" or "receiver". Call census_finish first. */
void output_census(struct output *out, const char *subject, const char *owner, const char *checkpoint,
		   const struct census *census);

#endif

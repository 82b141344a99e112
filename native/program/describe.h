/*
 * What the program says of its workloads: as JSON for programs, as text for people. Both are printed from the
 * same tables.
 */
#ifndef NUMA_LAB_DESCRIBE_H
#define NUMA_LAB_DESCRIBE_H

#include "harness/output.h"
#include "harness/workload.h"

/* All workloads, as results/schema/workload.ts `description`. */
void describe_all(struct output *out);

void help_program(void);
void help_workload(const struct workload *workload);

#endif

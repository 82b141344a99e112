/* All workloads of the program. */
#ifndef NUMA_LAB_TABLE_H
#define NUMA_LAB_TABLE_H

#include "harness/workload.h"

/* NULL-terminated. */
extern const struct workload *const workload_table[];

#endif

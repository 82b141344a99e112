/* Line `lock-handovers`, of any workload with a lock whose owners follow one another. */
#ifndef NUMA_LAB_OWNERS_H
#define NUMA_LAB_OWNERS_H

#include <stdint.h>
#include "harness/crew.h"

/*
 * after[j][i] counts acquisitions by thread j directly after one by thread i; its last entry, those after nobody.
 */
void owners_output(struct crew *crew, const uint64_t *const after[], int lock_node);

#endif

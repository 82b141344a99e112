/* Parts of the mutex workload that its files share. */
#ifndef NUMA_LAB_MUTEX_H
#define NUMA_LAB_MUTEX_H

#include <pthread.h>
#include "harness/crew.h"
#include "workloads/shared/acquisition-log.h"

/* The lock has a page of its own; what it protects lies beside it, on another cache line. */
struct locked {
	_Alignas(64) pthread_mutex_t mutex;
	struct ledger ledger;
	/* Threads that have come to the lock in this pass. */
	_Alignas(64) uint32_t arrived;
};

struct mutex {
	struct locked *locked;
	uint64_t critical;
	uint64_t think;
	/* The thread that touches the lock's page first. */
	unsigned home_thread;
	int lock_node;
};

/* The state of one worker, on its own node. */
struct contender {
	/* after[i]: own acquisitions directly after one by thread i; the last entry is after nobody. */
	uint64_t *after;
	uint64_t taken;
	struct histogram *wait_ns;
};

/* The timed part of a pass: take acquisitions until none are left; returns how many this thread got. */
uint64_t mutex_contend(struct worker *worker, struct contender *contender);

/* Line `lock-handovers`: who acquired how often, and after whom. */
void mutex_output_handovers(struct crew *crew);

/* Line `histogram` of waits. */
void mutex_output_waits(struct crew *crew);

#endif

/* Parts of the mutex workload that its files share. */
#ifndef NUMA_LAB_MUTEX_H
#define NUMA_LAB_MUTEX_H

#include <pthread.h>
#include "harness/crew.h"
#include "workloads/shared/lock-threads.h"

/* The lock has a page of its own; what it protects lies beside it, on another cache line. */
struct locked {
	_Alignas(64) pthread_mutex_t mutex;
	struct acquisition_log log;
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
struct mutex_thread {
	struct lock_thread base;
	struct histogram *wait_ns;
};

/* The timed part of a pass: take acquisitions until none are left; returns how many this thread got. */
uint64_t mutex_contend(struct worker *worker, struct mutex_thread *thread);

/* Line `histogram` of waits. */
void mutex_output_waits(struct crew *crew);

#endif

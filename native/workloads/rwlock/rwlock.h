/* Parts of the `rwlock` workload that its files share. */
#ifndef NUMA_LAB_RWLOCK_H
#define NUMA_LAB_RWLOCK_H

#include <pthread.h>
#include "harness/crew.h"
#include "workloads/shared/lock-threads.h"

enum rwlock_count { RWLOCK_READS, RWLOCK_WRITES };

/* Every write makes a link of the log's chain; who reads must find the two copies of the link's number equal. */
struct record {
	_Alignas(64) pthread_rwlock_t lock;
	struct acquisition_log log;
	_Alignas(64) uint64_t first_copy;
	_Alignas(64) uint64_t second_copy;
	/* Threads that have come in this pass. */
	_Alignas(64) uint32_t arrived;
};

struct rwlock {
	struct record *record;
	unsigned writes_percent;
	uint64_t critical;
	uint64_t think;
	int object_node;
};

/* The state of one worker, on its own node. */
struct rwlock_thread {
	/* Of its acquisitions only writes are counted by who wrote before. */
	struct lock_thread base;
	/* Of the pass. */
	uint64_t written;
};

/* Acquisitions of a pass, by all threads. */
static inline uint64_t rwlock_total(const struct run *run)
{
	return run->operations * run->thread_count;
}

/* Does the acquisition with this number write? Those of the worker's pass are numbered thread by thread. */
bool rwlock_is_write(const struct worker *worker, uint64_t number);

/* The timed part of a pass: the worker's own acquisitions. Sets base.taken and written. */
void rwlock_take_own(struct worker *worker, struct rwlock_thread *thread);

#endif

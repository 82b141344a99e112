/*
 * Workloads with a lock whose owners follow one another: what each thread did at it, and the line `lock-handoffs`. The
 * state of every worker begins with a struct lock_thread.
 */
#ifndef NUMA_LAB_LOCK_THREADS_H
#define NUMA_LAB_LOCK_THREADS_H

#include <stdint.h>
#include "harness/crew.h"
#include "acquisition-log.h"
#include "sync-object.h"

struct lock_thread {
	struct sync_thread seen;
	/* after[i]: own acquisitions directly after one by thread i; the last entry is after nobody. */
	uint64_t *after;
	/* Acquisitions of the pass. */
	uint64_t taken;
};

/* The state of a worker, on its own node: `bytes` for a struct that begins with a struct lock_thread. */
void *lock_thread_reserve(struct worker *worker, size_t bytes);

/* Inside the lock: `thread` has it after the owner that `entered` names. */
static inline __attribute__((always_inline)) void lock_thread_follows(struct lock_thread *thread, struct acquisition entered,
								       unsigned thread_count)
{
	thread->after[entered.last_owner == NO_OWNER ? thread_count : entered.last_owner]++;
}

/* Acquisitions of the pass by all threads. After a barrier. */
uint64_t lock_threads_taken(struct crew *crew);

/* After a pass: one of the warm-up leaves no counts. */
void lock_thread_forget_warmup(const struct worker *worker);

/* Line `lock-handoffs`. */
void lock_threads_output(struct crew *crew, int lock_node);

#endif

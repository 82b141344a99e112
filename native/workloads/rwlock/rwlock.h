/* Parts of the `rwlock` workload that its files share. */
#ifndef NUMA_LAB_RWLOCK_H
#define NUMA_LAB_RWLOCK_H

#include <pthread.h>
#include "harness/crew.h"
#include "workloads/shared/acquisition-log.h"
#include "workloads/shared/sync-object.h"

enum rwlock_count { RWLOCK_READS, RWLOCK_WRITES };

/* Every write makes a link of the ledger's chain; who reads must find the two copies of the link's number equal. */
struct document {
	_Alignas(64) pthread_rwlock_t lock;
	struct ledger ledger;
	_Alignas(64) uint64_t first_copy;
	_Alignas(64) uint64_t second_copy;
	/* Acquisitions handed out, and threads that have come, in this pass. */
	_Alignas(64) uint64_t tickets;
	_Alignas(64) uint32_t arrived;
};

struct rwlock {
	struct document *document;
	unsigned writes_percent;
	uint64_t critical;
	uint64_t think;
	int object_node;
};

/* The state of one worker, on its own node. */
struct editor {
	struct sync_thread seen;
	/* after[i]: own writes directly after one by thread i; the last entry is after nobody. */
	uint64_t *after;
	/* Of the pass. */
	uint64_t taken;
	uint64_t written;
};

/* Acquisitions of a pass, by all threads. */
static inline uint64_t rwlock_total(const struct run *run)
{
	return run->operations * run->thread_count;
}

/* Does the acquisition with this number, of the worker's pass, write? */
bool rwlock_is_write(const struct worker *worker, uint64_t ticket);

/* The timed part of a pass: take acquisitions until none are left. Sets editor->taken and written. */
void rwlock_take_tickets(struct worker *worker, struct editor *editor);

#endif

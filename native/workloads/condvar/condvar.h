/* Parts of the `condvar` workload that its files share. */
#ifndef NUMA_LAB_CONDVAR_H
#define NUMA_LAB_CONDVAR_H

#include <pthread.h>
#include <stdbool.h>
#include "harness/crew.h"
#include "workloads/shared/acquisition-log.h"
#include "workloads/shared/sync-object.h"

enum condvar_wake { WAKE_SIGNAL, WAKE_BROADCAST };

enum condvar_count { CONDVAR_WAITS, CONDVAR_IN_VAIN, CONDVAR_OVERTOOK };

/* On a page of its own. All but the ledger's chain is read and written with the mutex held. */
struct baton {
	_Alignas(64) pthread_mutex_t mutex;
	_Alignas(64) pthread_cond_t available;
	struct ledger ledger;
	_Alignas(64) bool lies_free;
	unsigned arrived;
	/* Numbers given to waits, so that it can be told who has waited longest. */
	uint64_t tickets;
	/* For the look at sleeping threads. */
	unsigned asleep;
	bool looked;
};

struct condvar {
	struct baton *baton;
	enum condvar_wake wake;
	uint64_t hold;
	uint64_t think;
	size_t depth_bytes;
	int object_node;
};

/* The state of one worker, on its own node. */
struct runner {
	struct sync_thread seen;
	/* after[i]: own batons directly after thread i had it; the last entry is after nobody. */
	uint64_t *after;
	uint64_t taken;
	/* Number of the wait under way; 0 when there is none. */
	uint64_t ticket;
};

/* The part of a pass that is measured: hand the baton on until it has been taken often enough. Sets runner->taken. */
void condvar_pass(struct worker *worker);

/* All but the first thread go to sleep, and the first looks at them. */
void condvar_look(struct worker *worker);

#endif

/* Parts of the `condvar` workload that its files share. */
#ifndef NUMA_LAB_CONDVAR_H
#define NUMA_LAB_CONDVAR_H

#include <pthread.h>
#include <stdbool.h>
#include "harness/crew.h"
#include "workloads/shared/lock-threads.h"

enum condvar_wake { WAKE_SIGNAL, WAKE_BROADCAST };

enum condvar_count { CONDVAR_WAITS, CONDVAR_IN_VAIN, CONDVAR_OVERTOOK };

/* On a page of its own. All but the chain of the log is read and written with the mutex held. */
struct token {
	_Alignas(64) pthread_mutex_t mutex;
	_Alignas(64) pthread_cond_t available;
	struct acquisition_log log;
	_Alignas(64) bool is_free;
	unsigned arrived;
	/* Numbers given to waits, so that it is known who has waited longest. */
	uint64_t tickets;
	/* For the look at sleeping threads. */
	unsigned asleep;
	bool looked;
};

struct condvar {
	struct token *token;
	enum condvar_wake wake;
	uint64_t hold;
	uint64_t think;
	size_t depth_bytes;
	int object_node;
};

/* The state of one worker, on its own node. */
struct condvar_thread {
	struct lock_thread base;
	/* Number of the wait under way; 0 when there is none. */
	uint64_t ticket;
};

/* The part of a pass that is measured: pass the token on until it has been taken often enough. Sets base.taken. */
void condvar_pass(struct worker *worker);

/* All but the first thread go to sleep, and the first looks at them. */
void condvar_look(struct worker *worker);

#endif

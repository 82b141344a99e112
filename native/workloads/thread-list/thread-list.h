/* Parts of the `thread-list` workload that its files share. */
#ifndef NUMA_LAB_THREAD_LIST_H
#define NUMA_LAB_THREAD_LIST_H

#include <pthread.h>
#include <stdint.h>
#include "harness/crew.h"
#include "workloads/shared/idle-threads.h"
#include "workloads/threads/child.h"
#include "descriptors.h"

enum list_event { LIST_CREATE, LIST_EXIT, LIST_EVENTS };

struct thread_list {
	/* Per creator. */
	unsigned idle;
	struct child_orders orders;
};

/* The state of one creator. */
struct lister {
	pthread_t self;
	pid_t task;
	pthread_attr_t attributes;
	struct idle_threads *idle_threads;
	uint64_t stamp_base;
	uint64_t created;
	/* Of all threads that exist all the time, but its own and the main thread's; and the nodes where they lie. */
	struct descriptors *others;
	int *nodes;
	/* changes[event][i]: events at which the i-th of the others was changed, of seen[event]. */
	uint64_t seen[LIST_EVENTS];
	uint64_t *changes[LIST_EVENTS];
};

/* Lines `descriptor-changes`, one per creator and event. */
void thread_list_output(struct crew *crew);

#endif

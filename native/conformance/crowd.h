/* Threads of a check: not pinned, because a check asks whether the allocator is right and not where. */
#ifndef NUMA_LAB_CONFORMANCE_CROWD_H
#define NUMA_LAB_CONFORMANCE_CROWD_H

#include <pthread.h>

enum { CROWD_THREADS = 4 };

struct crowd {
	pthread_t threads[CROWD_THREADS];
};

/* Start CROWD_THREADS threads; each is given its number as (void *)(uintptr_t). */
void crowd_start(struct crowd *crowd, void *(*body)(void *number));

void crowd_join(struct crowd *crowd);

#endif

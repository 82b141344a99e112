/* Threads of a check: not pinned, because a check asks whether the allocator is right and not where. */
#ifndef NUMA_LAB_CONFORMANCE_THREADS_H
#define NUMA_LAB_CONFORMANCE_THREADS_H

#include <pthread.h>

enum { CHECK_THREADS = 4 };

struct threads {
	pthread_t threads[CHECK_THREADS];
};

/* Start CHECK_THREADS threads; each is given its number as (void *)(uintptr_t). */
void threads_start(struct threads *threads, void *(*body)(void *number));

void threads_join(struct threads *threads);

#endif

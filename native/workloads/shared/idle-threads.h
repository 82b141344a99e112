/* Threads that exist and do nothing: asleep on a futex word until they are let go. */
#ifndef NUMA_LAB_IDLE_THREADS_H
#define NUMA_LAB_IDLE_THREADS_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

struct idle_threads {
	unsigned count;
	/* In the order in which they were created. */
	pthread_t *threads;
	/* Futex words: how many have arrived; 1 when they may leave. */
	uint32_t arrived;
	uint32_t leave;
};

/* Returns when all sleep. They are created one after the other by the caller, and inherit its affinity. */
struct idle_threads *idle_threads_start(unsigned count, size_t stack_bytes);

/* Let them go and join them. Ends the program when one does not return what it must. */
void idle_threads_end(struct idle_threads *idle_threads);

#endif

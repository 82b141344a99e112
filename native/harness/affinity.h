/*
 * Moving threads between CPUs through the libc's own interface, with masks prepared beforehand: a thread that
 * pins itself at its first instruction must not build a mask on its stack, because that would place stack pages
 * before it has moved.
 */
#ifndef NUMA_LAB_AFFINITY_H
#define NUMA_LAB_AFFINITY_H

#include <pthread.h>
#include "linux.h"

struct affinity {
	unsigned long bits[CPU_LIMIT / (8 * sizeof(unsigned long))];
};

/* Allow one CPU below CPU_LIMIT. */
void affinity_set(struct affinity *affinity, unsigned cpu);

/* 0 or an error number. `thread` must not have ended. */
int affinity_apply(pthread_t thread, const struct affinity *affinity);

#endif

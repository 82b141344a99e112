/* The monotonic clock through the libc's vDSO call, in nanoseconds. Never called in count mode. */
#ifndef NUMA_LAB_CLOCK_H
#define NUMA_LAB_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

#endif

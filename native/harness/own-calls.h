/*
 * System calls that the harness makes while others are counted: it looks where pages lie, reads /proc, waits for others. They
 * are counted where they are made, so that they can be taken off what the kernel counted; its futex and getcpu calls are told
 * apart by the kernel.
 */
#ifndef NUMA_LAB_OWN_CALLS_H
#define NUMA_LAB_OWN_CALLS_H

#include <stdint.h>

enum own_call {
	OWN_OPENAT,
	OWN_READ,
	OWN_CLOSE,
	OWN_MMAP,
	OWN_MUNMAP,
	OWN_MADVISE,
	OWN_MBIND,
	OWN_SCHED_SETAFFINITY,
	OWN_SCHED_YIELD,
	/* Any other. */
	OWN_OTHER,
	OWN_CALLS,
};

struct own_calls {
	uint64_t made[OWN_CALLS];
	/* How its futex calls ended, which the kernel does not tell apart. */
	uint64_t refused_waits;
	uint64_t waking_wakes;
};

/* As in the counters of the kernel. */
extern const char *const own_call_names[OWN_CALLS];

/* Nothing is counted before; comes before threads. */
void own_calls_count(void);

void own_call_made(enum own_call call);
void own_wait_refused(void);
void own_wake_woke(void);

struct own_calls own_calls_read(void);
struct own_calls own_calls_since(const struct own_calls *before);

#endif

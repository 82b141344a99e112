/* The thread that the `threads` workload creates, seen from both sides. */
#ifndef NUMA_LAB_THREADS_CHILD_H
#define NUMA_LAB_THREADS_CHILD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "harness/affinity.h"

/*
 * Bytes of thread-local storage that this program has for the workload, initialised, so that whoever creates a
 * thread writes them in every libc (musl leaves uninitialised thread-local storage unwritten, glibc does not).
 * The size of thread-local storage is fixed when a program is linked and every thread of it pays for it: for
 * other sizes build a program of its own with -DTHREADS_TLS_BYTES=65536.
 */
#ifndef THREADS_TLS_BYTES
#define THREADS_TLS_BYTES 256
#endif

enum child_pin { PIN_SELF, PIN_CREATOR, PIN_INHERITED };

/* How far a child has come, and how far it may go. */
enum child_stage { STAGE_NONE, STAGE_FIRST_INSTRUCTION, STAGE_BEFORE_PIN, STAGE_END, STAGE_GONE };

/* What all children of a run do. */
struct child_orders {
	enum child_pin pin;
	bool detached;
	/* Stop at the first instruction and at the end, so that the creator can see where pages lie. */
	bool stops;
	/* Below the frame of the start routine: touched before the child is pinned, and in all. */
	size_t early_bytes;
	size_t depth_bytes;
	size_t tls_bytes;
};

/* A listed CPU, as a place for children. */
struct position {
	unsigned node;
	unsigned cpu;
	struct affinity affinity;
};

struct child {
	/* Set by the creator. */
	const struct child_orders *orders;
	const struct position *position;
	uint64_t stamp;
	pthread_t thread;
	/* Set by the child before its first stop. */
	uintptr_t frame;
	uintptr_t descriptor;
	uintptr_t tls;
	uintptr_t error_number;
	/* Set by the child before its end. */
	unsigned seen_cpu;
	unsigned seen_node;
	/* Error number of its pinning. */
	int pin_error;
	/* Its stack and thread-local storage held what they had to. */
	bool intact;
	/* Of enum child_stage; futex words. */
	uint32_t reached;
	uint32_t allowed;
};

/* The start routine; the argument is a struct child. */
void *child_main(void *child);

/* The creator's side: sleep until the child has reached the stage; let it go on behind the stage. */
void child_await(struct child *child, enum child_stage stage);
void child_allow(struct child *child, enum child_stage stage);

#endif

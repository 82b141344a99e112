/*
 * A synchronisation object of the libc, looked at while threads sleep at it: on which node it lies, and where the
 * records lie that it points to. A libc may keep the record of a waiting thread on that thread's stack; then a
 * word of the object is an address there.
 */
#ifndef NUMA_LAB_SYNC_OBJECT_H
#define NUMA_LAB_SYNC_OBJECT_H

#include <stddef.h>
#include <stdint.h>
#include "harness/crew.h"

enum { SYNC_COUNTS = 3 };

/* What a thread did at the object in samples, and where it slept when it was looked at. */
struct sync_thread {
	uint64_t counts[SYNC_COUNTS];
	/* The frame of the function that called the libc to wait; 0 when it did not sleep. */
	uintptr_t frame;
	/* Node of that frame's page. */
	int stack_node;
	/* Words of the object that are addresses on this stack, just below that frame, and the node where the last one lies. */
	unsigned records;
	int record_node;
};

/* Fill stack_node, records and record_node of all threads that sleep at the object. */
void sync_object_look(const void *object, size_t bytes, unsigned count, struct sync_thread *const threads[]);

/* Of all workers, in the order of the crew. The state of each begins with a struct sync_thread. */
void sync_threads_list(struct crew *crew, struct sync_thread *threads[]);

/*
 * Line `sync-object`. `names` are those of the counts, NULL-terminated if there are fewer than SYNC_COUNTS. The state of
 * every worker begins with a struct sync_thread.
 */
void sync_object_output(struct crew *crew, const char *kind, int object_node, const char *const names[]);

/* Call function(argument) with at least `bytes` of touched stack above its frame. */
void at_stack_depth(size_t bytes, void (*function)(void *argument), void *argument);

#endif

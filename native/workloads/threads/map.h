/* Records of where the pages of threads lie: taken while a thread has stopped, printed when the run is over. */
#ifndef NUMA_LAB_THREADS_MAP_H
#define NUMA_LAB_THREADS_MAP_H

#include <stddef.h>
#include <stdint.h>
#include "harness/output.h"
#include "child.h"

struct thread_map {
	unsigned creator_node;
	unsigned child_node;
	uint64_t repetition;
	enum child_stage at;
	int descriptor;
	int error_number;
	unsigned tls_count;
	unsigned stack_count;
	/* Thread-local storage from its first page up, then the stack from its top page down. */
	int pages[];
};

struct thread_maps {
	size_t stride;
	size_t count;
	size_t capacity;
	/* Scratch for one thread. */
	uintptr_t *addresses;
	int *nodes;
	unsigned char *records;
};

/* Bytes that one record takes at most. */
size_t thread_map_bytes(size_t depth_bytes);

void thread_maps_reserve(struct thread_maps *maps, size_t capacity, size_t depth_bytes);

/*
 * Ask where the pages of a stopped child lie; the caller's own stack is used, and nothing of the child is
 * touched. stack[k] is k pages below the page that holds the frame of the start routine, down to the page that
 * holds its byte number `depth`.
 */
void thread_maps_take(struct thread_maps *maps, const struct child *child, unsigned creator_node, uint64_t repetition,
		      enum child_stage at);

/* Lines `thread-map`. */
void thread_maps_output(const struct thread_maps *maps, struct output *out);

#endif

/* The side of the `threads` workload that creates and joins. */
#ifndef NUMA_LAB_THREADS_CREATOR_H
#define NUMA_LAB_THREADS_CREATOR_H

#include <pthread.h>
#include "harness/crew.h"
#include "workloads/shared/idle-threads.h"
#include "child.h"
#include "map.h"

enum threads_style { STYLE_SERIAL, STYLE_BATCH, STYLE_CONCURRENT };
enum threads_children { CHILDREN_ALL, CHILDREN_SAME_NODE, CHILDREN_OTHER_NODE };
enum threads_stacks { STACKS_FRESH, STACKS_REUSED };

struct threads {
	enum threads_style style;
	enum threads_children children;
	enum threads_stacks stacks;
	unsigned batch;
	/* Threads that each creator has created before, and that sleep. */
	unsigned idle;
	size_t stack_bytes;
	struct child_orders orders;
	struct position *positions;
	/*
	 * Creations so far, over all creators; with fresh stacks each asks for one page more than the one
	 * before.
	 */
	uint64_t serial;
	/* Threads of the process that stay until the end of the run. */
	unsigned lasting;
	/* How many creators have had their turn, over all passes; a futex word. */
	uint32_t turns;
};

/* The state of one worker. */
struct creator {
	struct threads *threads;
	struct worker *worker;
	pthread_attr_t attributes;
	struct idle_threads *idle_threads;
	struct child *children;
	/* Indices of the positions that this creator's children go to; shuffled for each repetition. */
	unsigned *order;
	unsigned order_count;
	/* Children created so far, and those of them created in samples. */
	uint64_t created;
	uint64_t counted;
	uint64_t stamp_base;
	struct random random;
	struct thread_maps maps;
	struct histogram *create_ns;
	struct histogram *join_ns;
};

/* Refuses values that make no sense together; part of the workload's table. */
void threads_validate(const struct run *run);

/* Does this creator send children to this position? */
bool creator_reaches(enum threads_children children, const struct thread_spec *creator, const struct thread_spec *child);

struct creator *creator_reserve(struct threads *threads, struct worker *worker);

/* Create run->operations threads in batches, and see each to its end. */
void creator_run_pass(struct creator *creator);

#endif

/*
 * Who works in a phase, and in which order: all threads or those of one group, a few places at a time, in turns drawn from
 * the seed. Groups have turns of their own, so that nobody is woken for a phase in which it has nothing to do.
 */
#ifndef NUMA_LAB_PHASES_TURNS_H
#define NUMA_LAB_PHASES_TURNS_H

#include <stddef.h>
#include <stdint.h>
#include "harness/run.h"
#include "harness/turns.h"
#include "phases.h"

struct phase_turns {
	const struct run *run;
	unsigned groups;
	/* Places per turn; 0 where threads race. */
	uint32_t turn;
	/* By thread: its group, and its number among the threads of its group in this process. */
	unsigned *group_of;
	unsigned *rank;
	/* By group, the last for PHASE_ALL: its threads in this process, and their turns if there are several. */
	unsigned *members;
	struct turns **turns;
	/* What was planned, in order. */
	struct {
		int group;
		uint32_t turns_per_thread;
	} *planned;
	size_t planned_count;
	size_t planned_limit;
};

/* Thread n of the trial belongs to group n modulo `groups`. At most `limit` phases will be planned. */
void phase_turns_open(struct phase_turns *turns, const struct run *run, unsigned groups, uint32_t turn, size_t limit);

/* Plan the next phase: `count` places for each thread of the group. */
void phase_turns_add(struct phase_turns *turns, int group, uint32_t count);

/* When all is planned, before the threads start. */
void phase_turns_begin(struct phase_turns *turns);

/* The part of thread `thread` in the next phase planned for its group; none in those of other groups. */
void phase_turns_work(struct phase_turns *turns, unsigned thread, int group, phase_work *work,
		      struct phase_store *store, uint32_t count);

#endif

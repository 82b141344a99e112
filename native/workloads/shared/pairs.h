/*
 * Workloads with two roles whose threads work in pairs: the k-th thread listed with the first role and the k-th with
 * the second.
 */
#ifndef NUMA_LAB_PAIRS_H
#define NUMA_LAB_PAIRS_H

#include "harness/crew.h"

/* Number of the pair that a thread belongs to. */
unsigned pair_of(const struct run *run, unsigned thread);

/* The thread of a pair that has this role; -1 when there is none. */
int pair_thread(const struct run *run, unsigned pair, unsigned role);

/* Refuse lists of threads that leave one without a partner. */
void pairs_validate(const struct run *run);

/*
 * All workers: let the threads of one role do `work`, one pair after the other, while all others sleep. What is done to
 * the shared heap then has one order, whatever the schedule.
 */
void pairs_work_in_order(struct worker *worker, unsigned role, void (*work)(struct worker *worker));

#endif

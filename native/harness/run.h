/*
 * One run of one workload: what was asked for, what was seen, and what the last lines need. Life of a run:
 *   main parses arguments, takes the proof, opens pages and output, then calls workload->run(run), which
 *     reserves and touches all memory it needs,
 *     calls run_open (or worker_open, see crew.h): waits at the gate, takes checkpoint `start`,
 *     does the measured part,
 *     calls run_close (or worker_close): takes checkpoint `end`,
 *     counts placement while objects are live, frees them, prints its lines, sets run->operations_done and run->check.
 *   main prints `pinning`, `memory`, `events` and `end`.
 */
#ifndef NUMA_LAB_RUN_H
#define NUMA_LAB_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include "counters/counters.h"
#include "activity.h"
#include "check.h"
#include "checkpoint.h"
#include "output.h"
#include "workload.h"

enum { MAX_THREADS = 512, MAX_PARAMETERS = 24, MAX_CHECKPOINTS = 256 };

enum moment { AT_START, AT_MIDDLE, AT_END };

struct thread_spec {
	const char *role;
	/* Index into workload->roles. */
	unsigned role_index;
	unsigned node;
	unsigned cpu;
};

/* Where a thread found itself; written by that thread only. */
struct observation {
	_Alignas(64) unsigned seen; /* bits: 1 << enum moment */
	unsigned node[3];
	unsigned cpu[3];
};

struct run {
	const struct workload *workload;
	unsigned thread_count;
	struct thread_spec threads[MAX_THREADS];
	uint64_t seed;
	enum mode mode;
	/* Passes that count, and passes before them that do not. Their sum is at least 1. */
	unsigned samples;
	unsigned warmup;
	/* Per thread and pass. */
	uint64_t operations;
	bool gate;
	/* Ask for counters of the processor and the kernel: they are not free. */
	bool counting;
	/* Of a trial whose threads are divided between processes: which of them this is, from 0. Else 0 of 1. */
	unsigned part;
	unsigned parts;
	const char *values[MAX_PARAMETERS];

	struct observation *observations;
	/* The allocator as it proved itself, for example "glibc". */
	const char *allocator;
	unsigned checkpoint_count;
	/* MAX_CHECKPOINTS of them, touched before the workload begins: they must not look like memory of its own. */
	struct checkpoint *checkpoints;
	struct kernel_events events_before;
	struct kernel_events events;
	/* Only with `counting`. */
	struct counters counters;
	struct activity activity_before;
	struct activity activity;
	struct output out;

	/* Set by the workload (crew_run does it): all operations done, warm-up included, and their digest. */
	uint64_t operations_done;
	struct check check;
};

/* Value of a parameter of the run's workload. An unknown name is a bug and ends the program. */
int64_t run_integer(const struct run *run, const char *name);
/* Index into the parameter's choices. */
unsigned run_choice(const struct run *run, const char *name);
const char *run_text(const struct run *run, const char *name);

/*
 * The number of a thread among those of all processes of the trial, which are given to them in turn: work drawn by it is
 * the same in one process and in several.
 */
unsigned run_thread_number(const struct run *run, unsigned thread);

/*
 * Pin the calling thread to the CPU of run->threads[thread] and record where it is (AT_START). Ends the program
 * when the kernel refuses the CPU.
 */
void run_pin(struct run *run, unsigned thread);

/*
 * Record where thread `thread`, the caller, is now. Each listed thread must be seen at all three moments; seeing
 * it again at the same moment keeps the first place that was wrong. Being elsewhere than pinned makes the
 * program exit 1.
 */
void run_saw(struct run *run, unsigned thread, enum moment moment);

/* The measured part begins: gate, checkpoint `start`, events. One caller. */
void run_open(struct run *run);

/* The measured part is over: events, checkpoint `end`. One caller. */
void run_close(struct run *run, uint64_t live_bytes);

/* A checkpoint between the two, or after them; the name must stay valid. One caller at a time. */
void run_checkpoint(struct run *run, const char *name, uint64_t live_bytes);

/* The same as a point of a series: `operations` of the workload are done. */
void run_checkpoint_at(struct run *run, const char *name, uint64_t live_bytes, uint64_t operations);

#endif

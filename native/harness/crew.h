/*
 * Threads that do the same kind of work in passes between barriers: the shape of most workloads.
 *
 *   static void body(struct worker *w)
 *   {
 *           struct state *s = reserve(sizeof *s);   // on the worker's node
 *           w->state = s;
 *           worker_open(w);                         // all set up; gate; checkpoint `start`
 *           prefill(s);
 *           while (worker_next_pass(w)) {
 *                   prepare_table(s);               // not timed
 *                   worker_begin_pass(w);           // barriers, clock
 *                   uint64_t done = timed_loop(s);
 *                   worker_end_pass(w, done);       // clock, own end only
 *           }
 *           worker_close(w, live_bytes(s));         // all done; checkpoint `end`
 *           if (worker_is_first(w)) count_placement(w->crew);
 *           worker_barrier(w);
 *           drain(s);
 *   }
 *
 * With one thread listed the main thread does the work and no other thread exists, because every libc skips
 * locking then. With more, all workers are created threads and the main thread only sleeps until they are done:
 * the main thread is special in every libc (glibc gives it the brk arena, musl its static TLS), and one odd
 * worker would blur the others. The main thread is pinned to the CPU of thread 0 while it creates them.
 */
#ifndef NUMA_LAB_CREW_H
#define NUMA_LAB_CREW_H

#include <stdbool.h>
#include <stdint.h>
#include "barrier.h"
#include "check.h"
#include "histogram.h"
#include "run.h"

struct crew;

struct worker {
	struct crew *crew;
	struct run *run;
	unsigned index;
	const struct thread_spec *spec;
	/* The workload's own, visible to other workers through crew_worker after a barrier. */
	void *state;
	/* The pass under way, from 0; the first run->warmup passes are warm-up. */
	unsigned pass;
	/* Work done by this worker; digests of workers are joined by crew_run. */
	struct check check;
	uint64_t operations;
	uint64_t live_bytes;
	struct pass_end *ends;
};

struct crew {
	struct run *run;
	/* Name of the samples, for example "churn". */
	const char *measure;
	void (*body)(struct worker *worker);
	/* Optional: shared state of the workload, set before crew_run. */
	void *shared;

	struct barrier barrier;
	struct barrier start_barrier;
	uint64_t *begins_ns;
	struct worker **workers;
};

/*
 * Run body once in every listed thread, pinned and verified; return when all are done. Fills
 * run->operations_done and run->check and, in throughput mode, prints one `sample` line per pass. Set run,
 * measure, body and shared; leave the rest 0.
 */
void crew_run(struct crew *crew);

struct worker *crew_worker(struct crew *crew, unsigned index);

bool worker_is_first(const struct worker *worker);
bool worker_is_warmup(const struct worker *worker);
void worker_barrier(struct worker *worker);
void worker_open(struct worker *worker);
/* False when all passes are done. */
bool worker_next_pass(struct worker *worker);
void worker_begin_pass(struct worker *worker);
void worker_end_pass(struct worker *worker, uint64_t operations);
void worker_close(struct worker *worker, uint64_t live_bytes);

#endif

#include "crew.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include "clock.h"
#include "fail.h"
#include "reserve.h"

struct worker_thread {
	struct crew *crew;
	unsigned index;
	pthread_t thread;
};

static unsigned pass_count(const struct run *run)
{
	return run->warmup + run->samples;
}

/*
 * How deep a stack begins in its page is random, so that the first deep call would now and then bring in a page more, which
 * a memory checkpoint would count as the workload's.
 */
static void touch_stack(void)
{
	volatile unsigned char below[1 << 14];
	for (size_t i = 0; i < sizeof below; i += 512)
		below[i] = 0;
}

/* Runs in the worker's own thread, so that its memory lies on its node. */
static void work(struct crew *crew, unsigned index)
{
	struct run *run = crew->run;
	run_pin(run, index);
	touch_stack();
	struct worker *worker = reserve(sizeof *worker);
	worker->crew = crew;
	worker->run = run;
	worker->index = index;
	worker->spec = &run->threads[index];
	worker->pass = (unsigned)-1;
	worker->ends = reserve(pass_count(run) * sizeof *worker->ends);
	crew->workers[index] = worker;
	barrier_wait(&crew->barrier);
	crew->body(worker);
	run_saw(run, index, AT_END);
}

static void *thread_main(void *argument)
{
	struct worker_thread *thread = argument;
	work(thread->crew, thread->index);
	return NULL;
}

static void work_in_threads(struct crew *crew)
{
	unsigned count = crew->run->thread_count;
	struct worker_thread *threads = reserve(count * sizeof *threads);
	for (unsigned i = 0; i < count; i++) {
		threads[i] = (struct worker_thread){.crew = crew, .index = i};
		int error = pthread_create(&threads[i].thread, NULL, thread_main, &threads[i]);
		if (error)
			fail("thread %u cannot be created: %s", i, strerror(error));
	}
	for (unsigned i = 0; i < count; i++)
		pthread_join(threads[i].thread, NULL);
	reserve_release(threads, count * sizeof *threads);
}

static void print_samples(struct crew *crew, struct pass_end *ends)
{
	struct run *run = crew->run;
	for (unsigned pass = 0; pass < pass_count(run); pass++) {
		for (unsigned i = 0; i < run->thread_count; i++)
			ends[i] = crew->workers[i]->ends[pass];
		output_sample(&run->out, crew->measure, pass, pass < run->warmup, crew->begins_ns[pass],
			      run->thread_count, ends);
	}
}

void crew_run(struct crew *crew)
{
	struct run *run = crew->run;
	barrier_init(&crew->barrier, run->thread_count);
	barrier_init(&crew->start_barrier, run->thread_count);
	crew->begins_ns = reserve(pass_count(run) * sizeof *crew->begins_ns);
	crew->workers = reserve(run->thread_count * sizeof *crew->workers);
	struct pass_end *ends = reserve(run->thread_count * sizeof *ends);
	if (run->thread_count == 1)
		work(crew, 0);
	else
		work_in_threads(crew);
	for (unsigned i = 0; i < run->thread_count; i++) {
		run->operations_done += crew->workers[i]->operations;
		check_join(&run->check, i, crew->workers[i]->check);
	}
	if (run->mode == MODE_THROUGHPUT)
		print_samples(crew, ends);
}

struct worker *crew_worker(struct crew *crew, unsigned index)
{
	return crew->workers[index];
}

bool worker_is_first(const struct worker *worker)
{
	return worker->index == 0;
}

bool worker_is_warmup(const struct worker *worker)
{
	return worker->pass < worker->run->warmup;
}

void worker_barrier(struct worker *worker)
{
	barrier_wait(&worker->crew->barrier);
}

static void open_run(void *crew)
{
	run_open(((struct crew *)crew)->run);
}

void worker_open(struct worker *worker)
{
	barrier_wait_then(&worker->crew->barrier, open_run, worker->crew);
}

bool worker_next_pass(struct worker *worker)
{
	return ++worker->pass < pass_count(worker->run);
}

static void read_begin(void *begin_ns)
{
	*(uint64_t *)begin_ns = clock_now_ns();
}

/* Asleep until all have come; where time counts, awake from there on, so that nobody begins a wake-up later. */
void worker_begin_pass(struct worker *worker)
{
	struct crew *crew = worker->crew;
	barrier_wait(&crew->barrier);
	if (worker->run->mode == MODE_THROUGHPUT)
		barrier_meet_then(&crew->start_barrier, read_begin, &crew->begins_ns[worker->pass]);
}

void worker_end_pass(struct worker *worker, uint64_t operations)
{
	struct run *run = worker->run;
	uint64_t end_ns = run->mode == MODE_THROUGHPUT ? clock_now_ns() : 0;
	worker->ends[worker->pass] = (struct pass_end){worker->index, operations, end_ns};
	worker->operations += operations;
	if (worker->pass == (pass_count(run) - 1) / 2)
		run_saw(run, worker->index, AT_MIDDLE);
}

static void close_run(void *argument)
{
	struct crew *crew = argument;
	uint64_t live_bytes = 0;
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		live_bytes += crew->workers[i]->live_bytes;
	run_close(crew->run, live_bytes);
}

void worker_close(struct worker *worker, uint64_t live_bytes)
{
	worker->live_bytes = live_bytes;
	barrier_wait_then(&worker->crew->barrier, close_run, worker->crew);
}

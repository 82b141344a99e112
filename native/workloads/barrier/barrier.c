/*
 * Threads of several nodes wait at a pthread_barrier round after round. The proof that it holds them: before it waits a
 * thread stores the number of its round, and after that no thread may be more than one round off.
 */
#include <pthread.h>
#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "harness/task.h"
#include "harness/touch.h"
#include "workloads/shared/parameters.h"
#include "workloads/shared/sync-object.h"

enum barrier_count { BARRIER_ROUNDS, BARRIER_SERIAL };

struct shared {
	pthread_barrier_t *barrier;
	uint64_t think;
	size_t depth_bytes;
	int object_node;
};

/* The state of one worker, on its own node. */
struct barrier_thread {
	struct sync_thread seen;
	/* Rounds begun, over all passes. */
	_Alignas(64) uint64_t round;
	/* Of the pass: rounds in which it was the serial thread. */
	uint64_t serial;
	pid_t task;
};

static struct barrier_thread *thread_of(struct crew *crew, unsigned thread)
{
	return crew_worker(crew, thread)->state;
}

static void require_all_here(struct worker *worker, uint64_t round)
{
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		uint64_t other = __atomic_load_n(&thread_of(worker->crew, i)->round, __ATOMIC_RELAXED);
		if (other != round && other != round + 1)
			fail("the barrier let thread %u into round %llu while thread %u was in round %llu", worker->index,
			     (unsigned long long)round + 1, i, (unsigned long long)other);
	}
}

static uint64_t run_rounds(struct worker *worker, struct barrier_thread *thread)
{
	const struct shared *shared = worker->crew->shared;
	uint64_t rounds = worker->run->operations;
	thread->serial = 0;
	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t round = thread->round + 1;
		__atomic_store_n(&thread->round, round, __ATOMIC_RELAXED);
		thread->serial += pthread_barrier_wait(shared->barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
		require_all_here(worker, round);
		touch_think(shared->think);
	}
	return rounds;
}

/* Each round has exactly one serial thread. */
static void verify_pass(struct worker *worker)
{
	uint64_t serial = 0;
	worker_barrier(worker);
	if (!worker_is_first(worker))
		return;
	for (unsigned i = 0; i < worker->run->thread_count; i++)
		serial += thread_of(worker->crew, i)->serial;
	if (serial != worker->run->operations)
		fail("of %llu rounds of the barrier %llu had a serial thread", (unsigned long long)worker->run->operations,
		     (unsigned long long)serial);
	check_add(&worker->check, random_mix(worker->run->seed + worker->pass) ^ serial);
}

static void count_pass(const struct worker *worker, struct barrier_thread *thread, uint64_t rounds)
{
	if (worker_is_warmup(worker))
		return;
	thread->seen.counts[BARRIER_ROUNDS] += rounds;
	thread->seen.counts[BARRIER_SERIAL] += thread->serial;
}

static void look_at_sleepers(const struct worker *worker)
{
	const struct shared *shared = worker->crew->shared;
	unsigned count = worker->run->thread_count;
	struct sync_thread *threads[MAX_THREADS];
	pid_t others[MAX_THREADS];
	sync_threads_list(worker->crew, threads);
	for (unsigned i = 1; i < count; i++)
		others[i - 1] = thread_of(worker->crew, i)->task;
	tasks_await_sleep(count - 1, others);
	sync_object_look(shared->barrier, sizeof *shared->barrier, count, threads);
}

/* All wait at the barrier but the first thread, which comes last, after it has looked at them. */
static void look(struct worker *worker, struct barrier_thread *thread)
{
	const struct shared *shared = worker->crew->shared;
	if (!worker_is_first(worker))
		thread->seen.frame = (uintptr_t)__builtin_frame_address(0);
	worker_barrier(worker);
	if (worker_is_first(worker))
		look_at_sleepers(worker);
	pthread_barrier_wait(shared->barrier);
}

static void work(void *argument)
{
	struct worker *worker = argument;
	struct barrier_thread *thread = worker->state;
	thread->task = task_self();
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		uint64_t rounds = run_rounds(worker, thread);
		worker_end_pass(worker, rounds);
		verify_pass(worker);
		count_pass(worker, thread, rounds);
	}
	worker_close(worker, 0);
	if (worker->run->mode == MODE_COUNT)
		look(worker, thread);
}

static void barrier_body(struct worker *worker)
{
	struct shared *shared = worker->crew->shared;
	worker->state = reserve(sizeof(struct barrier_thread));
	if (worker_is_first(worker) && pthread_barrier_init(shared->barrier, NULL, worker->run->thread_count))
		fail("pthread_barrier_init failed");
	worker_open(worker);
	at_stack_depth(shared->depth_bytes, work, worker);
	if (worker_is_first(worker))
		shared->object_node = pages_node(shared->barrier);
}

static void barrier_run(struct run *run)
{
	static const char *const names[] = {"rounds", "serial", NULL};
	struct shared shared = {
		.barrier = reserve_untouched(sizeof *shared.barrier),
		.think = (uint64_t)run_integer(run, "think"),
		.depth_bytes = (size_t)run_integer(run, "depth"),
	};
	struct crew crew = {.run = run, .measure = "barrier", .body = barrier_body, .shared = &shared};
	crew_run(&crew);
	sync_object_output(&crew, "barrier", shared.object_node, names);
}

static const char *const roles[] = {"worker", NULL};

static const struct parameter parameters[] = {
	WORK_PARAMETER("think", "work between two rounds", "0"),
	DEPTH_PARAMETER,
	{0},
};

const struct workload barrier_workload = {
	.name = "barrier",
	.summary = "threads wait at a pthread_barrier round after round",
	.operation = "one thread's part in one round: it waits for the others and looks at their rounds",
	.notes = "Line `sync-object`: rounds is how many rounds a thread took part in, serial in\n"
		 "how many pthread_barrier_wait named it the serial thread. In the end all but\n"
		 "the first thread sleep at the barrier, and the first looks where their stacks\n"
		 "lie, and where the records on them do that the barrier points to (mode count).\n"
		 "The time holds one read of a cache line of every other thread per round: the\n"
		 "proof that all have come.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_SPREAD,
	.modes = MODE_COUNT | MODE_THROUGHPUT,
	.min_threads = 2,
	.schedule_dependent = true,
	.default_operations = 2000,
	.parameters = parameters,
	.run = barrier_run,
};

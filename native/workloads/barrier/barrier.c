/*
 * Threads of several nodes meet again and again at a pthread_barrier. The proof that it holds them: before each meeting a
 * thread writes down the number of its round, and after it nobody may be more than one round off.
 */
#include <pthread.h>
#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "harness/task.h"
#include "harness/touch.h"
#include "workloads/shared/sync-object.h"

enum barrier_count { BARRIER_ROUNDS, BARRIER_SERIAL };

struct meeting {
	pthread_barrier_t *barrier;
	uint64_t think;
	size_t depth_bytes;
	int object_node;
};

/* The state of one worker, on its own node. */
struct member {
	struct sync_thread seen;
	/* Rounds begun, over all passes. */
	_Alignas(64) uint64_t round;
	/* Of the pass: rounds in which it was told that it is the one. */
	uint64_t serial;
	pid_t task;
};

static struct member *member_of(struct crew *crew, unsigned thread)
{
	return crew_worker(crew, thread)->state;
}

static void require_all_here(struct worker *worker, uint64_t round)
{
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		uint64_t other = __atomic_load_n(&member_of(worker->crew, i)->round, __ATOMIC_RELAXED);
		if (other != round && other != round + 1)
			fail("the barrier let thread %u into round %llu while thread %u was in round %llu", worker->index,
			     (unsigned long long)round + 1, i, (unsigned long long)other);
	}
}

static uint64_t run_rounds(struct worker *worker, struct member *member)
{
	const struct meeting *meeting = worker->crew->shared;
	uint64_t rounds = worker->run->operations;
	member->serial = 0;
	for (uint64_t i = 0; i < rounds; i++) {
		uint64_t round = member->round + 1;
		__atomic_store_n(&member->round, round, __ATOMIC_RELAXED);
		member->serial += pthread_barrier_wait(meeting->barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
		require_all_here(worker, round);
		touch_think(meeting->think);
	}
	return rounds;
}

/* Exactly one thread is the one in each round. */
static void verify_pass(struct worker *worker)
{
	uint64_t serial = 0;
	worker_barrier(worker);
	if (!worker_is_first(worker))
		return;
	for (unsigned i = 0; i < worker->run->thread_count; i++)
		serial += member_of(worker->crew, i)->serial;
	if (serial != worker->run->operations)
		fail("of %llu rounds of the barrier %llu had a serial thread", (unsigned long long)worker->run->operations,
		     (unsigned long long)serial);
	check_add(&worker->check, random_mix(worker->run->seed + worker->pass) ^ serial);
}

static void count_pass(const struct worker *worker, struct member *member, uint64_t rounds)
{
	if (worker_is_warmup(worker))
		return;
	member->seen.counts[BARRIER_ROUNDS] += rounds;
	member->seen.counts[BARRIER_SERIAL] += member->serial;
}

static void look_at_sleepers(const struct worker *worker)
{
	const struct meeting *meeting = worker->crew->shared;
	unsigned count = worker->run->thread_count;
	struct sync_thread *threads[MAX_THREADS];
	pid_t others[MAX_THREADS];
	for (unsigned i = 0; i < count; i++)
		threads[i] = &member_of(worker->crew, i)->seen;
	for (unsigned i = 1; i < count; i++)
		others[i - 1] = member_of(worker->crew, i)->task;
	tasks_await_sleep(count - 1, others);
	sync_object_look(meeting->barrier, sizeof *meeting->barrier, count, threads);
}

/* All wait at the barrier but the first thread, which comes last, after it has looked at them. */
static void look(struct worker *worker, struct member *member)
{
	const struct meeting *meeting = worker->crew->shared;
	if (!worker_is_first(worker))
		member->seen.frame = (uintptr_t)__builtin_frame_address(0);
	worker_barrier(worker);
	if (worker_is_first(worker))
		look_at_sleepers(worker);
	pthread_barrier_wait(meeting->barrier);
}

static void work(void *argument)
{
	struct worker *worker = argument;
	struct member *member = worker->state;
	member->task = task_self();
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		uint64_t rounds = run_rounds(worker, member);
		worker_end_pass(worker, rounds);
		verify_pass(worker);
		count_pass(worker, member, rounds);
	}
	worker_close(worker, 0);
	if (worker->run->mode == MODE_COUNT)
		look(worker, member);
}

static void barrier_body(struct worker *worker)
{
	struct meeting *meeting = worker->crew->shared;
	worker->state = reserve(sizeof(struct member));
	if (worker_is_first(worker) && pthread_barrier_init(meeting->barrier, NULL, worker->run->thread_count))
		fail("pthread_barrier_init failed");
	worker_open(worker);
	at_stack_depth(meeting->depth_bytes, work, worker);
	if (worker_is_first(worker))
		meeting->object_node = pages_node(meeting->barrier);
}

static void barrier_run(struct run *run)
{
	static const char *const names[] = {"rounds", "serial", NULL};
	struct meeting meeting = {
		.barrier = reserve_untouched(sizeof *meeting.barrier),
		.think = (uint64_t)run_integer(run, "think"),
		.depth_bytes = (size_t)run_integer(run, "depth"),
	};
	struct crew crew = {.run = run, .measure = "barrier", .body = barrier_body, .shared = &meeting};
	struct sync_thread *threads[MAX_THREADS];
	crew_run(&crew);
	for (unsigned i = 0; i < run->thread_count; i++)
		threads[i] = &member_of(&crew, i)->seen;
	sync_object_output(&crew, "barrier", meeting.object_node, names, threads);
}

static const char *const roles[] = {"member", NULL};

static const struct parameter parameters[] = {
	{
		.name = "think",
		.help = "work between two meetings, in iterations of an empty loop",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "iterations",
		.min = 0,
		.max = 100000000,
	},
	{
		.name = "depth",
		.help = "stack that a thread has used before it waits: the pages at the top are its creator's",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "bytes",
		.min = 0,
		.max = 65536,
	},
	{0},
};

const struct workload barrier_workload = {
	.name = "barrier",
	.summary = "threads meet again and again at a pthread_barrier",
	.operation = "one thread's part in one meeting: it comes, waits for the others, looks at their rounds and goes",
	.notes = "Line `sync-object`: rounds is how many meetings a thread took part in, serial\n"
		 "in how many it was the one that pthread_barrier_wait tells so. In the end all\n"
		 "but the first thread sleep at the barrier, and the first looks where their\n"
		 "stacks lie, and where the records on them do that the barrier points to (mode\n"
		 "count). The time holds one read of a cache line of every other thread per\n"
		 "meeting: the proof that all have come.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_SPREAD,
	.modes = MODE_COUNT | MODE_THROUGHPUT,
	.min_threads = 2,
	.schedule_dependent = true,
	.default_operations = 2000,
	.parameters = parameters,
	.run = barrier_run,
};

/*
 * Threads of several nodes hand a baton on: a thread that finds it free takes it, holds it for a while, lays it
 * down and wakes one or all of those that wait for it at a condition variable. Who gets it next is the libc's
 * choice and the scheduler's.
 */
#include "condvar.h"

#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "workloads/shared/owners.h"

static uint64_t total_of(const struct run *run)
{
	return run->operations * run->thread_count;
}

/* The barrier keeps the first thread from resetting the baton under one that has yet to see that the pass is over. */
static void begin_pass(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	worker_barrier(worker);
	if (worker_is_first(worker)) {
		ledger_begin(&condvar->baton->ledger, worker->run->seed + worker->pass, total_of(worker->run));
		condvar->baton->lies_free = false;
		condvar->baton->arrived = 0;
	}
	worker_begin_pass(worker);
}

static void verify_pass(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	const struct ledger *ledger = &condvar->baton->ledger;
	uint64_t taken = 0;
	worker_barrier(worker);
	if (!worker_is_first(worker))
		return;
	for (unsigned i = 0; i < worker->run->thread_count; i++)
		taken += ((const struct runner *)crew_worker(worker->crew, i)->state)->taken;
	if (!ledger_holds(ledger, worker->run->seed + worker->pass, total_of(worker->run), taken))
		fail("two threads had the baton at once: it was to be taken %llu times, and was %llu times",
		     (unsigned long long)total_of(worker->run), (unsigned long long)taken);
	check_add(&worker->check, ledger->link);
}

static void forget_warmup(const struct worker *worker, struct runner *runner)
{
	if (!worker_is_warmup(worker))
		return;
	runner->seen = (struct sync_thread){0};
	for (unsigned i = 0; i <= worker->run->thread_count; i++)
		runner->after[i] = 0;
}

/* Deep enough that the frames of the libc lie on pages that the thread itself was the first to write, if so asked. */
static void work(void *argument)
{
	struct worker *worker = argument;
	struct runner *runner = worker->state;
	while (worker_next_pass(worker)) {
		begin_pass(worker);
		condvar_pass(worker);
		worker_end_pass(worker, runner->taken);
		verify_pass(worker);
		forget_warmup(worker, runner);
	}
	worker_close(worker, 0);
	if (worker->run->mode == MODE_COUNT)
		condvar_look(worker);
}

static void condvar_body(struct worker *worker)
{
	struct condvar *condvar = worker->crew->shared;
	struct baton *baton = condvar->baton;
	struct runner *runner = reserve(sizeof *runner);
	runner->after = reserve((worker->run->thread_count + 1) * sizeof *runner->after);
	worker->state = runner;
	if (worker_is_first(worker) &&
	    (pthread_mutex_init(&baton->mutex, NULL) || pthread_cond_init(&baton->available, NULL)))
		fail("pthread_mutex_init or pthread_cond_init failed");
	worker_open(worker);
	at_stack_depth(condvar->depth_bytes, work, worker);
	if (worker_is_first(worker))
		condvar->object_node = pages_node(&baton->available);
}

static void output(struct crew *crew)
{
	static const char *const names[] = {"waits", "inVain", "overtook"};
	const struct condvar *condvar = crew->shared;
	const uint64_t *after[MAX_THREADS];
	struct sync_thread *threads[MAX_THREADS];
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		struct runner *runner = crew_worker(crew, i)->state;
		after[i] = runner->after;
		threads[i] = &runner->seen;
	}
	owners_output(crew, after, condvar->object_node);
	sync_object_output(crew, "condvar", condvar->object_node, names, threads);
}

static void condvar_run(struct run *run)
{
	struct condvar condvar = {
		.baton = reserve_untouched(sizeof *condvar.baton),
		.wake = (enum condvar_wake)run_choice(run, "wake"),
		.hold = (uint64_t)run_integer(run, "hold"),
		.think = (uint64_t)run_integer(run, "think"),
		.depth_bytes = (size_t)run_integer(run, "depth"),
	};
	struct crew crew = {.run = run, .measure = "baton", .body = condvar_body, .shared = &condvar};
	crew_run(&crew);
	output(&crew);
}

static const char *const roles[] = {"runner", NULL};
/* In the order of their enum. */
static const char *const wakes[] = {"signal", "broadcast", NULL};

static const struct parameter parameters[] = {
	{
		.name = "wake",
		.help = "signal: who lays the baton down wakes one of those that wait; broadcast: all of them",
		.type = PARAMETER_CHOICE,
		.fallback = "signal",
		.choices = wakes,
	},
	{
		.name = "hold",
		.help = "work with the baton in hand and the mutex released, in iterations of an empty loop",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "iterations",
		.min = 0,
		.max = 100000000,
	},
	{
		.name = "think",
		.help = "work between laying the baton down and asking for it again, in iterations of an empty loop",
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

const struct workload condvar_workload = {
	.name = "condvar",
	.summary = "threads hand a baton on and wait for it at a condition variable",
	.operation = "the baton taken, held, laid down, and a waiting thread or all of them woken",
	.notes = "A pass begins, for counts and for time, when the last thread comes and all\n"
		 "others wait. The baton is taken --operations times the number of threads, by\n"
		 "no thread twice running. Line `sync-object`: waits is how often a thread\n"
		 "waited, inVain how often it woke without getting the baton, overtook how often\n"
		 "it got it before one that had waited longer (mode count). In the end all but\n"
		 "the first thread sleep, and the first looks where their stacks lie, and where\n"
		 "the records on them do that the condition variable points to.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_SPREAD,
	.modes = MODE_COUNT | MODE_THROUGHPUT,
	.min_threads = 2,
	.schedule_dependent = true,
	.default_operations = 2000,
	.parameters = parameters,
	.run = condvar_run,
};

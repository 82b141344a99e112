/*
 * Threads of several nodes pass a token on: a thread that finds it free takes it, holds it for a while, releases it
 * and wakes one or all of those that wait for it at a condition variable. Who gets it next is the libc's choice and
 * the scheduler's.
 */
#include "condvar.h"

#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "workloads/shared/parameters.h"

static uint64_t total_of(const struct run *run)
{
	return run->operations * run->thread_count;
}

/* The barrier keeps the first thread from resetting the token under one that has yet to see that the pass is over. */
static void begin_pass(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	worker_barrier(worker);
	if (worker_is_first(worker)) {
		acquisition_log_begin(&condvar->token->log, worker->run->seed + worker->pass, total_of(worker->run));
		condvar->token->is_free = false;
		condvar->token->arrived = 0;
	}
	worker_begin_pass(worker);
}

static void verify_pass(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	const struct acquisition_log *log = &condvar->token->log;
	worker_barrier(worker);
	if (!worker_is_first(worker))
		return;
	uint64_t taken = lock_threads_taken(worker->crew);
	if (!acquisition_log_is_whole(log, worker->run->seed + worker->pass, total_of(worker->run), taken))
		fail("two threads had the token at once: it was to be taken %llu times, and was %llu times",
		     (unsigned long long)total_of(worker->run), (unsigned long long)taken);
	check_add(&worker->check, log->link);
}

/* Deep enough that the frames of the libc lie on pages that the thread itself was the first to write, if so asked. */
static void work(void *argument)
{
	struct worker *worker = argument;
	const struct condvar_thread *thread = worker->state;
	while (worker_next_pass(worker)) {
		begin_pass(worker);
		condvar_pass(worker);
		worker_end_pass(worker, thread->base.taken);
		verify_pass(worker);
		lock_thread_forget_warmup(worker);
	}
	worker_close(worker, 0);
	if (worker->run->mode == MODE_COUNT)
		condvar_look(worker);
}

static void condvar_body(struct worker *worker)
{
	struct condvar *condvar = worker->crew->shared;
	struct token *token = condvar->token;
	lock_thread_reserve(worker, sizeof(struct condvar_thread));
	if (worker_is_first(worker) &&
	    (pthread_mutex_init(&token->mutex, NULL) || pthread_cond_init(&token->available, NULL)))
		fail("pthread_mutex_init or pthread_cond_init failed");
	worker_open(worker);
	at_stack_depth(condvar->depth_bytes, work, worker);
	if (worker_is_first(worker))
		condvar->object_node = pages_node(&token->available);
}

static void output(struct crew *crew)
{
	static const char *const names[] = {"waits", "inVain", "overtook"};
	const struct condvar *condvar = crew->shared;
	lock_threads_output(crew, condvar->object_node);
	sync_object_output(crew, "condvar", condvar->object_node, names);
}

static void condvar_run(struct run *run)
{
	struct condvar condvar = {
		.token = reserve_untouched(sizeof *condvar.token),
		.wake = (enum condvar_wake)run_choice(run, "wake"),
		.hold = (uint64_t)run_integer(run, "hold"),
		.think = (uint64_t)run_integer(run, "think"),
		.depth_bytes = (size_t)run_integer(run, "depth"),
	};
	struct crew crew = {.run = run, .measure = "token", .body = condvar_body, .shared = &condvar};
	crew_run(&crew);
	output(&crew);
}

static const char *const roles[] = {"worker", NULL};
/* In the order of their enum. */
static const char *const wakes[] = {"signal", "broadcast", NULL};

static const struct parameter parameters[] = {
	{
		.name = "wake",
		.help = "signal: who releases the token wakes one of those that wait; broadcast: all of them",
		.type = PARAMETER_CHOICE,
		.fallback = "signal",
		.choices = wakes,
	},
	WORK_PARAMETER("hold", "work with the token taken and the mutex released", "0"),
	WORK_PARAMETER("think", "work between releasing the token and asking for it again", "0"),
	DEPTH_PARAMETER,
	{0},
};

const struct workload condvar_workload = {
	.name = "condvar",
	.summary = "threads pass a token on and wait for it at a condition variable",
	.operation = "the token taken, held, released, and a waiting thread or all of them woken",
	.notes = "A pass begins, for counts and for time, when the last thread comes and all\n"
		 "others wait. The token is taken --operations times the number of threads, by\n"
		 "no thread twice running. Line `sync-object`: waits is how often a thread\n"
		 "waited, inVain how often it woke without getting the token, overtook how often\n"
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

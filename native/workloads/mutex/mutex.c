/*
 * Threads of several nodes contend for one mutex until a common number of acquisitions is used up: a common
 * number, so that a thread that the lock prefers gets more of them and unfairness shows.
 */
#include "mutex.h"

#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "workloads/shared/parameters.h"

static uint64_t total_of(const struct run *run)
{
	return run->operations * run->thread_count;
}

/*
 * The barrier keeps the first thread from resetting the log under one that has yet to see that nothing is
 * left.
 */
static void begin_pass(struct worker *worker)
{
	struct mutex *mutex = worker->crew->shared;
	worker_barrier(worker);
	if (worker->index == mutex->home_thread) {
		acquisition_log_begin(&mutex->locked->log, worker->run->seed + worker->pass, total_of(worker->run));
		mutex->locked->arrived = 0;
	}
	worker_begin_pass(worker);
}

static void verify_pass(struct worker *worker)
{
	const struct mutex *mutex = worker->crew->shared;
	const struct acquisition_log *log = &mutex->locked->log;
	worker_barrier(worker);
	if (!worker_is_first(worker))
		return;
	uint64_t taken = lock_threads_taken(worker->crew);
	if (!acquisition_log_is_whole(log, worker->run->seed + worker->pass, total_of(worker->run), taken))
		fail("the mutex let two threads in at once: %llu acquisitions asked for, %llu taken, %llu left over",
		     (unsigned long long)total_of(worker->run), (unsigned long long)taken, (unsigned long long)log->left);
	check_add(&worker->check, log->link);
}

static void run_pass(struct worker *worker, struct mutex_thread *thread)
{
	begin_pass(worker);
	thread->base.taken = mutex_contend(worker, thread);
	worker_end_pass(worker, thread->base.taken);
	verify_pass(worker);
	lock_thread_forget_warmup(worker);
	if (worker_is_warmup(worker))
		*thread->wait_ns = (struct histogram){0};
}

static void mutex_body(struct worker *worker)
{
	struct mutex *mutex = worker->crew->shared;
	struct mutex_thread *thread = lock_thread_reserve(worker, sizeof *thread);
	thread->wait_ns = reserve(sizeof *thread->wait_ns);
	if (worker->index == mutex->home_thread && pthread_mutex_init(&mutex->locked->mutex, NULL))
		fail("pthread_mutex_init failed");
	worker_open(worker);
	while (worker_next_pass(worker))
		run_pass(worker, thread);
	worker_close(worker, 0);
	if (worker_is_first(worker))
		mutex->lock_node = pages_node(mutex->locked);
}

static bool is_first_of_node(const struct run *run, unsigned thread)
{
	for (unsigned i = 0; i < thread; i++)
		if (run->threads[i].node == run->threads[thread].node)
			return false;
	return true;
}

/*
 * The first thread listed for the node with this index, nodes numbered as they are first listed; thread_count
 * when there is none.
 */
static unsigned home_thread(const struct run *run, unsigned home)
{
	unsigned i = 0;
	for (; i < run->thread_count; i++)
		if (is_first_of_node(run, i) && !home--)
			break;
	return i;
}

static void mutex_run(struct run *run)
{
	struct mutex mutex = {
		.locked = reserve_untouched(sizeof *mutex.locked),
		.critical = (uint64_t)run_integer(run, "critical"),
		.think = (uint64_t)run_integer(run, "think"),
		.home_thread = home_thread(run, (unsigned)run_integer(run, "home")),
	};
	struct crew crew = {.run = run, .measure = "mutex", .body = mutex_body, .shared = &mutex};
	crew_run(&crew);
	lock_threads_output(&crew, mutex.lock_node);
	if (run->mode == MODE_LATENCY)
		mutex_output_waits(&crew);
}

static void mutex_validate(const struct run *run)
{
	if (home_thread(run, (unsigned)run_integer(run, "home")) == run->thread_count)
		refuse("--home: %s is not the index of a node in --threads: 0 is the first node listed",
		       run_text(run, "home"));
}

static const char *const roles[] = {"worker", NULL};

static const struct parameter parameters[] = {
	WORK_PARAMETER("critical", "work with the lock held", "0"),
	/* So little that the lock is most of what is timed, and not none: the owner would be back before the line can go. */
	WORK_PARAMETER("think", "work between release and next acquisition", "10"),
	{
		.name = "home",
		.help = "index of the node whose first thread touches the lock's page first; nodes are numbered as --threads names "
			"them",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.min = 0,
		.max = 63,
	},
	{0},
};

const struct workload mutex_workload = {
	.name = "mutex",
	.summary = "threads contend for one mutex",
	.operation = "the mutex acquired once, the critical section run, the mutex released and the think work done",
	.notes = "A pass begins, for counts and for time, when all threads have come to the lock.\n"
		 "Threads take acquisitions until --operations times the number of threads are\n"
		 "used up, so that each may get more or less than its share. Who had the lock\n"
		 "before is recorded inside the critical section, which beside the critical\n"
		 "work reads and writes one cache line next to the lock's, and mixes one number.\n"
		 "With long critical or think work the time is that of the empty loop, not of\n"
		 "the lock. Latency: lock-wait is pthread_mutex_lock, contended or not.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_REMOTE | PLACEMENT_SPREAD | PLACEMENT_INTERLEAVE,
	.modes = MODE_COUNT | MODE_THROUGHPUT | MODE_LATENCY,
	.min_threads = 1,
	.schedule_dependent = true,
	.default_operations = 20000,
	.parameters = parameters,
	.validate = mutex_validate,
	.run = mutex_run,
};

/*
 * Threads of several nodes read and write under one rwlock, each a number of times that is its own: a counter that all
 * shared would be as hot as the lock, and be timed with it. The seed says which acquisitions of a thread write, so that all
 * targets do the same work.
 */
#include "rwlock.h"

#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "workloads/shared/parameters.h"

/* A barrier wakes threads one after the other, and the first to wake would use a short pass up before the last has come. */
static void await_all(const struct worker *worker, struct record *record)
{
	__atomic_add_fetch(&record->arrived, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(&record->arrived, __ATOMIC_ACQUIRE) < worker->run->thread_count)
		linux_yield();
}

static uint64_t writes_of_pass(const struct worker *worker)
{
	uint64_t writes = 0;
	for (uint64_t number = 0; number < rwlock_total(worker->run); number++)
		writes += rwlock_is_write(worker, number);
	return writes;
}

/* The barrier keeps the first thread from resetting the record under one that has yet to see that the pass is over. */
static void begin_pass(struct worker *worker, uint64_t writes)
{
	struct record *record = ((struct rwlock *)worker->crew->shared)->record;
	worker_barrier(worker);
	if (worker_is_first(worker)) {
		acquisition_log_begin(&record->log, worker->run->seed + worker->pass, writes);
		record->first_copy = record->second_copy = 0;
		record->arrived = 0;
	}
	worker_begin_pass(worker);
	if (worker->run->mode == MODE_COUNT)
		await_all(worker, record);
}

static void verify_pass(struct worker *worker, uint64_t writes)
{
	const struct rwlock *rwlock = worker->crew->shared;
	const struct acquisition_log *log = &rwlock->record->log;
	uint64_t written = 0;
	worker_barrier(worker);
	if (!worker_is_first(worker))
		return;
	for (unsigned i = 0; i < worker->run->thread_count; i++)
		written += ((const struct rwlock_thread *)crew_worker(worker->crew, i)->state)->written;
	uint64_t taken = lock_threads_taken(worker->crew);
	if (taken != rwlock_total(worker->run) || !acquisition_log_is_whole(log, worker->run->seed + worker->pass, writes, written))
		fail("the rwlock let two threads write at once: %llu writes asked for, %llu made, %llu not in the chain",
		     (unsigned long long)writes, (unsigned long long)written, (unsigned long long)log->left);
	check_add(&worker->check, log->link ^ taken);
}

static void count_pass(const struct worker *worker, struct rwlock_thread *thread)
{
	thread->base.seen.counts[RWLOCK_READS] += thread->base.taken - thread->written;
	thread->base.seen.counts[RWLOCK_WRITES] += thread->written;
	lock_thread_forget_warmup(worker);
}

static void rwlock_body(struct worker *worker)
{
	struct rwlock *rwlock = worker->crew->shared;
	struct rwlock_thread *thread = lock_thread_reserve(worker, sizeof *thread);
	if (worker_is_first(worker) && pthread_rwlock_init(&rwlock->record->lock, NULL))
		fail("pthread_rwlock_init failed");
	worker_open(worker);
	while (worker_next_pass(worker)) {
		uint64_t writes = writes_of_pass(worker);
		begin_pass(worker, writes);
		rwlock_take_own(worker, thread);
		worker_end_pass(worker, thread->base.taken);
		verify_pass(worker, writes);
		count_pass(worker, thread);
	}
	worker_close(worker, 0);
	if (worker_is_first(worker))
		rwlock->object_node = pages_node(&rwlock->record->lock);
}

static void rwlock_run(struct run *run)
{
	static const char *const names[] = {"reads", "writes", NULL};
	struct rwlock rwlock = {
		.record = reserve_untouched(sizeof *rwlock.record),
		.writes_percent = (unsigned)run_integer(run, "writes"),
		.critical = (uint64_t)run_integer(run, "critical"),
		.think = (uint64_t)run_integer(run, "think"),
	};
	struct crew crew = {.run = run, .measure = "rwlock", .body = rwlock_body, .shared = &rwlock};
	crew_run(&crew);
	lock_threads_output(&crew, rwlock.object_node);
	sync_object_output(&crew, "rwlock", rwlock.object_node, names);
}

static const char *const roles[] = {"worker", NULL};

static const struct parameter parameters[] = {
	{
		.name = "writes",
		.help = "acquisitions that write; the others read",
		.type = PARAMETER_INTEGER,
		.fallback = "10",
		.unit = "percent",
		.min = 0,
		.max = 100,
	},
	WORK_PARAMETER("critical", "work with the lock held", "0"),
	WORK_PARAMETER("think", "work between release and next acquisition", "100"),
	{0},
};

const struct workload rwlock_workload = {
	.name = "rwlock",
	.summary = "threads read and write under one rwlock",
	.operation = "the rwlock acquired once, to read or to write, the critical section run and the lock released",
	.notes = "Each thread makes --operations acquisitions; the seed says which of them\n"
		 "write. Line `lock-handoffs` counts writes by who wrote before; line\n"
		 "`sync-object` reads and writes by thread. The time holds, in the lock, the\n"
		 "proof that it holds: two words read, or three lines written.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_REMOTE | PLACEMENT_SPREAD | PLACEMENT_INTERLEAVE,
	.modes = MODE_COUNT | MODE_THROUGHPUT,
	.min_threads = 2,
	.schedule_dependent = true,
	.default_operations = 10000,
	.parameters = parameters,
	.run = rwlock_run,
};

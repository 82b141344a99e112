/*
 * Threads of several nodes read and write under one rwlock. The n-th acquisition of a pass is a read or a write by
 * the seed, whoever makes it, so that all targets do the same work and a thread that the lock prefers gets more of
 * it.
 */
#include "rwlock.h"

#include <sched.h>
#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "workloads/shared/owners.h"

/* A barrier wakes threads one after the other, and the first to wake would use a short pass up before the last has come. */
static void await_all(const struct worker *worker, struct document *document)
{
	__atomic_add_fetch(&document->arrived, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(&document->arrived, __ATOMIC_ACQUIRE) < worker->run->thread_count)
		sched_yield();
}

static uint64_t writes_of_pass(const struct worker *worker)
{
	uint64_t writes = 0;
	for (uint64_t ticket = 0; ticket < rwlock_total(worker->run); ticket++)
		writes += rwlock_is_write(worker, ticket);
	return writes;
}

/* The barrier keeps the first thread from resetting the document under one that has yet to see that the pass is over. */
static void begin_pass(struct worker *worker, uint64_t writes)
{
	struct document *document = ((struct rwlock *)worker->crew->shared)->document;
	worker_barrier(worker);
	if (worker_is_first(worker)) {
		ledger_begin(&document->ledger, worker->run->seed + worker->pass, writes);
		document->first_copy = document->second_copy = 0;
		document->tickets = 0;
		document->arrived = 0;
	}
	worker_begin_pass(worker);
	if (worker->run->mode == MODE_COUNT)
		await_all(worker, document);
}

static void verify_pass(struct worker *worker, uint64_t writes)
{
	const struct rwlock *rwlock = worker->crew->shared;
	const struct ledger *ledger = &rwlock->document->ledger;
	uint64_t written = 0;
	uint64_t taken = 0;
	worker_barrier(worker);
	if (!worker_is_first(worker))
		return;
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct editor *editor = crew_worker(worker->crew, i)->state;
		written += editor->written;
		taken += editor->taken;
	}
	if (taken != rwlock_total(worker->run) || !ledger_holds(ledger, worker->run->seed + worker->pass, writes, written))
		fail("the rwlock let two threads write at once: %llu writes asked for, %llu made, %llu not in the chain",
		     (unsigned long long)writes, (unsigned long long)written, (unsigned long long)ledger->left);
	check_add(&worker->check, ledger->link ^ taken);
}

static void count_pass(const struct worker *worker, struct editor *editor)
{
	if (!worker_is_warmup(worker)) {
		editor->seen.counts[RWLOCK_READS] += editor->taken - editor->written;
		editor->seen.counts[RWLOCK_WRITES] += editor->written;
		return;
	}
	for (unsigned i = 0; i <= worker->run->thread_count; i++)
		editor->after[i] = 0;
}

static void rwlock_body(struct worker *worker)
{
	struct rwlock *rwlock = worker->crew->shared;
	struct editor *editor = reserve(sizeof *editor);
	editor->after = reserve((worker->run->thread_count + 1) * sizeof *editor->after);
	worker->state = editor;
	if (worker_is_first(worker) && pthread_rwlock_init(&rwlock->document->lock, NULL))
		fail("pthread_rwlock_init failed");
	worker_open(worker);
	while (worker_next_pass(worker)) {
		uint64_t writes = writes_of_pass(worker);
		begin_pass(worker, writes);
		rwlock_take_tickets(worker, editor);
		worker_end_pass(worker, editor->taken);
		verify_pass(worker, writes);
		count_pass(worker, editor);
	}
	worker_close(worker, 0);
	if (worker_is_first(worker))
		rwlock->object_node = pages_node(&rwlock->document->lock);
}

static void rwlock_run(struct run *run)
{
	static const char *const names[] = {"reads", "writes", NULL};
	struct rwlock rwlock = {
		.document = reserve_untouched(sizeof *rwlock.document),
		.writes_percent = (unsigned)run_integer(run, "writes"),
		.critical = (uint64_t)run_integer(run, "critical"),
		.think = (uint64_t)run_integer(run, "think"),
	};
	struct crew crew = {.run = run, .measure = "rwlock", .body = rwlock_body, .shared = &rwlock};
	const uint64_t *after[MAX_THREADS];
	struct sync_thread *threads[MAX_THREADS];
	crew_run(&crew);
	for (unsigned i = 0; i < run->thread_count; i++) {
		struct editor *editor = crew_worker(&crew, i)->state;
		after[i] = editor->after;
		threads[i] = &editor->seen;
	}
	owners_output(&crew, after, rwlock.object_node);
	sync_object_output(&crew, "rwlock", rwlock.object_node, names, threads);
}

static const char *const roles[] = {"editor", NULL};

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
	{
		.name = "critical",
		.help = "work with the lock held, in iterations of an empty loop",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "iterations",
		.min = 0,
		.max = 100000000,
	},
	{
		.name = "think",
		.help = "work between release and next acquisition, in iterations of an empty loop",
		.type = PARAMETER_INTEGER,
		.fallback = "100",
		.unit = "iterations",
		.min = 0,
		.max = 100000000,
	},
	{0},
};

const struct workload rwlock_workload = {
	.name = "rwlock",
	.summary = "threads read and write under one rwlock",
	.operation = "the rwlock acquired once, to read or to write, the critical section run and the lock released",
	.notes = "Threads take acquisitions until --operations times the number of threads are\n"
		 "used up; the seed says which of them write. Line `lock-handovers` counts\n"
		 "writes by who wrote before; line `sync-object` reads and writes by thread.\n"
		 "The time holds one atomic addition to a counter that all threads share, and in\n"
		 "the lock the proof that it holds: two words read, or three lines written.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_REMOTE | PLACEMENT_SPREAD | PLACEMENT_INTERLEAVE,
	.modes = MODE_COUNT | MODE_THROUGHPUT,
	.min_threads = 2,
	.schedule_dependent = true,
	.default_operations = 10000,
	.parameters = parameters,
	.run = rwlock_run,
};

/*
 * Threads are created and joined while others exist. A libc keeps its threads in lists that run through their
 * descriptors, so that with a thread that comes or goes those of its neighbours are written. Which ones, and where
 * they lie, is seen from outside: all others sleep, and their descriptors are compared.
 */
#include <string.h>
#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "harness/task.h"
#include "thread-list.h"

enum { STACK_BYTES = 65536, CHILD_STACK_BYTES = 1024 };

static void check(int error, const char *call)
{
	if (error)
		fail("%s: %s", call, strerror(error));
}

/* A barrier has woken them: whether they sleep again is asked before anything is looked at. */
static void await_others(struct worker *worker)
{
	pid_t others[MAX_THREADS];
	unsigned count = 0;
	for (unsigned i = 0; i < worker->run->thread_count; i++)
		if (i != worker->index)
			others[count++] = ((const struct lister *)crew_worker(worker->crew, i)->state)->task;
	tasks_await_sleep(count, others);
}

static void see(struct worker *worker, enum list_event event)
{
	struct lister *lister = worker->state;
	if (worker_is_warmup(worker))
		return;
	lister->seen[event]++;
	for (unsigned i = 0; i < lister->others->count; i++)
		lister->changes[event][i] += descriptor_changed(lister->others, i);
}

/*
 * The creator looks while the child has stopped: after its start, and after it has gone. The child's own
 * descriptor is none of the others'.
 */
static void create_and_join(struct worker *worker, struct child *child)
{
	const struct lister *lister = worker->state;
	descriptors_remember(lister->others);
	check(pthread_create(&child->thread, &lister->attributes, child_main, child), "pthread_create");
	child_await(child, STAGE_FIRST_INSTRUCTION);
	see(worker, LIST_CREATE);
	child_allow(child, STAGE_FIRST_INSTRUCTION);
	child_await(child, STAGE_END);
	descriptors_remember(lister->others);
	child_allow(child, STAGE_END);
	check(pthread_join(child->thread, NULL), "pthread_join");
	see(worker, LIST_EXIT);
	if (!child->intact || child->seen_cpu != worker->spec->cpu)
		fail("a thread created on CPU %u ran on CPU %u, or its stack or thread-local storage did not hold what it wrote",
		     worker->spec->cpu, child->seen_cpu);
	check_add(&worker->check, child->stamp);
}

static void run_turn(struct worker *worker)
{
	struct thread_list *list = worker->crew->shared;
	struct lister *lister = worker->state;
	await_others(worker);
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		struct child child = {.orders = &list->orders, .stamp = random_mix(lister->stamp_base + lister->created++)};
		create_and_join(worker, &child);
	}
}

/* One creator after the other, or the neighbours would be written by several. */
static void run_pass(struct worker *worker)
{
	worker_begin_pass(worker);
	for (unsigned turn = 0; turn < worker->run->thread_count; turn++) {
		if (turn == worker->index)
			run_turn(worker);
		worker_barrier(worker);
	}
	worker_end_pass(worker, worker->run->operations);
}

static void list_others(struct worker *worker)
{
	struct lister *lister = worker->state;
	unsigned idle = ((const struct thread_list *)worker->crew->shared)->idle;
	lister->others = descriptors_reserve(worker->run->thread_count * (idle + 1));
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct lister *other = crew_worker(worker->crew, i)->state;
		if (i != worker->index)
			descriptors_add(lister->others, other->self);
		for (unsigned k = 0; k < idle; k++)
			descriptors_add(lister->others, other->idle_threads->threads[k]);
	}
	for (unsigned event = 0; event < LIST_EVENTS; event++)
		lister->changes[event] = reserve(lister->others->count * sizeof *lister->changes[event]);
}

static struct lister *lister_reserve(const struct worker *worker)
{
	struct lister *lister = reserve(sizeof *lister);
	lister->self = pthread_self();
	lister->task = task_self();
	lister->stamp_base = random_mix(worker->run->seed ^ random_mix(worker->index));
	check(pthread_attr_init(&lister->attributes), "pthread_attr_init");
	check(pthread_attr_setstacksize(&lister->attributes, STACK_BYTES), "pthread_attr_setstacksize");
	return lister;
}

static void ask_nodes(const struct worker *worker)
{
	struct lister *lister = worker->state;
	lister->nodes = reserve(lister->others->count * sizeof *lister->nodes);
	for (unsigned i = 0; i < lister->others->count; i++)
		lister->nodes[i] = pages_node(lister->others->starts[i]);
}

static void thread_list_body(struct worker *worker)
{
	const struct thread_list *list = worker->crew->shared;
	struct lister *lister = lister_reserve(worker);
	worker->state = lister;
	worker_open(worker);
	/* In turn, so that the order of all threads does not depend on the schedule. */
	for (unsigned turn = 0; turn < worker->run->thread_count; turn++) {
		if (turn == worker->index)
			lister->idle_threads = idle_threads_start(list->idle, STACK_BYTES);
		worker_barrier(worker);
	}
	list_others(worker);
	while (worker_next_pass(worker))
		run_pass(worker);
	worker_close(worker, 0);
	ask_nodes(worker);
	worker_barrier(worker);
	idle_threads_end(lister->idle_threads);
}

static void thread_list_run(struct run *run)
{
	struct thread_list list = {
		.idle = (unsigned)run_integer(run, "idle"),
		.orders = {
			.pin = PIN_INHERITED,
			.stops = true,
			.depth_bytes = CHILD_STACK_BYTES,
			.tls_bytes = THREADS_TLS_BYTES,
		},
	};
	struct crew crew = {.run = run, .measure = "create-join", .body = thread_list_body, .shared = &list};
	crew_run(&crew);
	thread_list_output(&crew);
}

static const char *const roles[] = {"creator", NULL};

static const struct parameter parameters[] = {
	{
		.name = "idle",
		.help = "idle threads that each creator has created before; they exist until the end",
		.type = PARAMETER_INTEGER,
		.fallback = "4",
		.unit = "threads",
		.min = 0,
		.max = 64,
	},
	{0},
};

const struct workload thread_list_workload = {
	.name = "thread-list",
	.summary = "threads are created and joined while others exist, whose descriptors change",
	.operation = "one thread created, run to its end and joined",
	.notes = "Creators take turns; children run on their creator's CPU. Counted is which\n"
		 "descriptors of sleeping threads (idle ones, other creators) have changed from\n"
		 "before pthread_create to the child's first instruction (create), and from the\n"
		 "child's end to the return of pthread_join (exit). The creator's own, the\n"
		 "child's and the main thread's are left out. Warm-up passes are left out.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_SPREAD,
	.modes = MODE_COUNT,
	.min_threads = 2,
	.schedule_dependent = false,
	.default_operations = 16,
	.parameters = parameters,
	.run = thread_list_run,
};

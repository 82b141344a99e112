/*
 * Threads are created and joined. Every listed CPU is in turn the place of the creator and of the child, so
 * that one run covers the whole grid of creator node and child node. A creator is a thread of its own, pinned
 * to its CPU from its start: what a child inherits (affinity, memory policy, signal mask) is that of its place,
 * untouched by earlier pairs.
 */
#include "harness/linux.h"
#include "harness/reserve.h"
#include "harness/task.h"
#include "creator.h"

enum { IDLE_STACK_BYTES = 65536 };

/* One creator after the other, unless they are to create concurrently. */
static void await_turn(struct threads *threads, uint32_t turn)
{
	for (uint32_t now; (now = __atomic_load_n(&threads->turns, __ATOMIC_ACQUIRE)) != turn;)
		linux_futex_wait(&threads->turns, now);
}

static void pass_turn(struct threads *threads)
{
	__atomic_add_fetch(&threads->turns, 1, __ATOMIC_RELEASE);
	linux_futex_wake(&threads->turns, MAX_THREADS);
}

static void threads_body(struct worker *worker)
{
	struct threads *threads = worker->crew->shared;
	struct creator *creator = creator_reserve(threads, worker);
	bool turns = threads->style != STYLE_CONCURRENT;
	worker->state = creator;
	creator->idle_threads = idle_threads_start(threads->idle, IDLE_STACK_BYTES);
	worker_open(worker);
	if (worker_is_first(worker))
		threads->lasting = linux_count_threads();
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		if (turns)
			await_turn(threads, worker->pass * worker->run->thread_count + worker->index);
		creator_run_pass(creator);
		worker_end_pass(worker, worker->run->operations);
		if (turns)
			pass_turn(threads);
		if (worker_is_warmup(worker))
			*creator->create_ns = *creator->join_ns = (struct histogram){0};
	}
	worker_barrier(worker);
	if (worker_is_first(worker) && threads->orders.detached)
		tasks_await_end(threads->lasting);
	worker_close(worker, 0);
	idle_threads_end(creator->idle_threads);
}

static struct position *reserve_positions(const struct run *run)
{
	struct position *positions = reserve(run->thread_count * sizeof *positions);
	for (unsigned i = 0; i < run->thread_count; i++) {
		positions[i].node = run->threads[i].node;
		positions[i].cpu = run->threads[i].cpu;
		affinity_set(&positions[i].affinity, run->threads[i].cpu);
	}
	return positions;
}

static void output_latencies(struct crew *crew)
{
	struct histogram *create_ns = reserve(sizeof *create_ns);
	struct histogram *join_ns = reserve(sizeof *join_ns);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		const struct creator *creator = crew_worker(crew, i)->state;
		histogram_merge(create_ns, creator->create_ns);
		histogram_merge(join_ns, creator->join_ns);
	}
	output_histogram(&crew->run->out, "create", create_ns);
	output_histogram(&crew->run->out, "join", join_ns);
}

static unsigned batch_of(const struct run *run)
{
	return run_choice(run, "style") == STYLE_SERIAL ? 1 : (unsigned)run_integer(run, "batch");
}

static void threads_run(struct run *run)
{
	struct threads threads = {
		.style = (enum threads_style)run_choice(run, "style"),
		.children = (enum threads_children)run_choice(run, "children"),
		.stacks = (enum threads_stacks)run_choice(run, "stacks"),
		.batch = batch_of(run),
		.idle = (unsigned)run_integer(run, "idle"),
		.stack_bytes = (size_t)run_integer(run, "stack"),
		.orders = {
			.pin = (enum child_pin)run_choice(run, "pin"),
			.detached = run_choice(run, "end") == 1,
			.stops = run->mode == MODE_COUNT,
			.early_bytes = (size_t)run_integer(run, "early"),
			.depth_bytes = (size_t)run_integer(run, "depth"),
			.tls_bytes = (size_t)run_integer(run, "tls"),
		},
		.positions = reserve_positions(run),
	};
	struct crew crew = {.run = run, .measure = "create-join", .body = threads_body, .shared = &threads};
	crew_run(&crew);
	for (unsigned i = 0; i < run->thread_count; i++) {
		const struct creator *creator = crew_worker(&crew, i)->state;
		thread_maps_output(&creator->maps, &run->out);
	}
	if (run->mode == MODE_LATENCY)
		output_latencies(&crew);
}

#define TEXT_OF(number) #number
#define DECIMAL(number) TEXT_OF(number)

static const char *const roles[] = {"position", NULL};
/* In the order of their enums. */
static const char *const styles[] = {"serial", "batch", "concurrent", NULL};
static const char *const children[] = {"all", "same-node", "other-node", NULL};
static const char *const stacks[] = {"fresh", "reused", NULL};
static const char *const pins[] = {"self", "creator", "inherited", NULL};
static const char *const ends[] = {"joinable", "detached", NULL};

static const struct parameter parameters[] = {
	{
		.name = "style",
		.help = "serial: each thread ends before the next is created; batch: several are created, then joined; concurrent: "
			"batches, by all creators at once instead of in turn",
		.type = PARAMETER_CHOICE,
		.fallback = "serial",
		.choices = styles,
	},
	{
		.name = "batch",
		.help = "threads of a batch; style serial does not use it",
		.type = PARAMETER_INTEGER,
		.fallback = "8",
		.unit = "threads",
		.min = 1,
		.max = 256,
	},
	{
		.name = "idle",
		.help = "threads that each creator has created before and that sleep until the end",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "threads",
		.min = 0,
		.max = 256,
	},
	{
		.name = "children",
		.help = "where children go: every listed CPU, or only those on the creator's node or on other nodes",
		.type = PARAMETER_CHOICE,
		.fallback = "all",
		.choices = children,
	},
	{
		.name = "pin",
		.help = "self: the child starts on the creator's CPU and pins itself; creator: the creator pins it while it waits; "
			"inherited: the creator moves to the child's CPU, creates it there and returns",
		.type = PARAMETER_CHOICE,
		.fallback = "self",
		.choices = pins,
	},
	{
		.name = "early",
		.help = "stack that the child touches before it is pinned; part of the depth",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "bytes",
		.min = 0,
		.max = 64 << 20,
	},
	{
		.name = "depth",
		.help = "stack that the child touches in all, below the frame of its start routine",
		.type = PARAMETER_INTEGER,
		.fallback = "16384",
		.unit = "bytes",
		.min = 0,
		.max = 64 << 20,
	},
	{
		.name = "tls",
		.help = "thread-local storage that the child writes, at most what the program was linked with",
		.type = PARAMETER_INTEGER,
		.fallback = DECIMAL(THREADS_TLS_BYTES),
		.unit = "bytes",
		.min = 0,
		.max = THREADS_TLS_BYTES,
	},
	{
		.name = "stack",
		.help = "stack size asked for; the smallest is one that every libc accepts",
		.type = PARAMETER_INTEGER,
		.fallback = "262144",
		.unit = "bytes",
		.min = 65536,
		.max = 128 << 20,
	},
	{
		.name = "stacks",
		.help = "fresh: each thread asks for a page more than the one before, so that no libc can give it a used stack; "
			"reused: all ask for the same, and glibc reuses stacks with the pages they have",
		.type = PARAMETER_CHOICE,
		.fallback = "fresh",
		.choices = stacks,
	},
	{
		.name = "end",
		.help = "joinable, or detached, where the creator sleeps until the child says that it returns",
		.type = PARAMETER_CHOICE,
		.fallback = "joinable",
		.choices = ends,
	},
	{0},
};

const struct workload threads_workload = {
	.name = "threads",
	.summary = "every listed CPU creates threads for every listed CPU and joins them",
	.operation = "one thread created, run to its end and joined",
	.notes = "Creators take turns, except in style concurrent. --operations is what each\n"
		 "creator creates per pass; its children go to each place once per repetition,\n"
		 "in an order drawn by the seed.\n"
		 "Mode count: a child stops at its first instruction, before it is pinned, and\n"
		 "at its end, and the creator asks where its descriptor, TLS, errno and stack\n"
		 "lie. stack[k] is k pages below the page that holds the frame of the start\n"
		 "routine. Warm-up passes are left out.\n"
		 "Throughput: pairs of create and join, the moves that --pin asks for\n"
		 "included.\n"
		 "Latency: create is pthread_create alone; join is pthread_join, which in\n"
		 "style serial is mostly the child's run.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_SPREAD,
	.modes = MODE_COUNT | MODE_THROUGHPUT | MODE_LATENCY,
	.min_threads = 1,
	.schedule_dependent = false,
	.default_operations = 64,
	.parameters = parameters,
	.validate = threads_validate,
	.run = threads_run,
};

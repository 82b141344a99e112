/*
 * Does the kernel move memory to the thread that uses it? Each thread writes an array that no other thread uses and that
 * the next thread, on another node, touched first. A pass ends when automatic NUMA balancing has scanned the process once
 * more, or when its threads have had so much of their CPUs: that is what the kernel goes by, too. No time is printed.
 */
#include "array.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/pages.h"
#include "harness/reserve.h"

enum { LINE_BYTES = 64, ROUNDS_BETWEEN_LOOKS = 8, BATCHED_PAGES = 64, MOST_PAGES = 1 << 18 };
enum array_policy { ARRAY_NO_POLICY, ARRAY_LOCALALLOC };

struct array {
	uint64_t cpu_ns;
	struct array_pass *passes;
	uintptr_t *addresses;
	int *nodes;
};

static size_t bytes_of(const struct worker *worker)
{
	return worker->run->operations * linux_page_size();
}

static void write_lines(volatile unsigned char *start, size_t bytes, unsigned char value)
{
	for (size_t i = 0; i < bytes; i += LINE_BYTES)
		start[i] = value;
}

/*
 * The kernel neither marks nor moves pages that wait in a batch of the CPU for their list; those touched afterwards
 * push them out.
 */
static void empty_batch(void)
{
	void *pushing = reserve(BATCHED_PAGES * linux_page_size());
	reserve_release(pushing, BATCHED_PAGES * linux_page_size());
}

static void touch_next_array(struct worker *worker)
{
	unsigned next = (worker->index + 1) % worker->run->thread_count;
	volatile unsigned char *start = crew_worker(worker->crew, next)->state;
	for (size_t i = 0; i < bytes_of(worker); i += linux_page_size())
		start[i] = 0;
	empty_batch();
}

static void count_pages(struct worker *worker, struct array_pass *pass)
{
	struct array *array = worker->crew->shared;
	for (unsigned k = 0; k < worker->run->thread_count; k++) {
		uintptr_t start = (uintptr_t)crew_worker(worker->crew, k)->state;
		for (size_t i = 0; i < worker->run->operations; i++)
			array->addresses[i] = start + i * linux_page_size();
		pages_nodes(worker->run->operations, array->addresses, array->nodes);
		for (size_t i = 0; i < worker->run->operations; i++) {
			bool own = array->nodes[i] == (int)worker->run->threads[k].node;
			*(own ? &pass->own_pages : array->nodes[i] >= 0 ? &pass->remote_pages : &pass->other_pages) += 1;
		}
	}
}

/* All threads; the first looks while the others wait. Events come before pages, which are read when they are marked. */
static void look(struct worker *worker, size_t index)
{
	struct array *array = worker->crew->shared;
	worker_barrier(worker);
	if (worker_is_first(worker)) {
		activity_read(&array->passes[index].activity);
		array->passes[index].scans = scans_read();
		count_pages(worker, &array->passes[index]);
	}
	worker_barrier(worker);
}

static uint64_t cpu_now_ns(void)
{
	struct timespec used;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return (uint64_t)used.tv_sec * 1000000000 + (uint64_t)used.tv_nsec;
}

static void write_until_scanned(struct worker *worker)
{
	const struct array *array = worker->crew->shared;
	unsigned char value = (unsigned char)(worker->pass + 1);
	uint64_t before = scans_read(), end_ns = cpu_now_ns() + array->cpu_ns;
	do
		for (unsigned i = 0; i < ROUNDS_BETWEEN_LOOKS; i++)
			write_lines(worker->state, bytes_of(worker), value);
	while (scans_read() == before && cpu_now_ns() < end_ns);
	/* What the scan has marked is used by its thread before anybody looks. */
	write_lines(worker->state, bytes_of(worker), value);
}

static void verify(struct worker *worker)
{
	const volatile unsigned char *start = worker->state;
	unsigned char value = (unsigned char)(worker->pass + 1);
	for (size_t i = 0; i < bytes_of(worker); i += LINE_BYTES)
		if (start[i] != value)
			fail("line %zu of the array of thread %u no longer holds what was written", i / LINE_BYTES, worker->index);
	check_add(&worker->check, worker->run->operations << 8 | value);
}

static void array_body(struct worker *worker)
{
	worker->state = reserve_untouched(bytes_of(worker));
	linux_forbid_huge_pages(worker->state, bytes_of(worker));
	worker_barrier(worker);
	touch_next_array(worker);
	worker_open(worker);
	look(worker, 0);
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		write_until_scanned(worker);
		worker_end_pass(worker, worker->run->operations);
		look(worker, worker->pass + 1);
		verify(worker);
	}
	worker_close(worker, 0);
}

/* For the whole process, as `numactl --localalloc` does: threads inherit it. */
static void set_policy(enum array_policy policy)
{
	static const struct linux_policy local = {.mode = POLICY_LOCAL};
	if (policy == ARRAY_LOCALALLOC && linux_set_policy(&local) < 0)
		cannot_run_here("set_mempolicy is refused (%s): a container may forbid it, allow the system call or run outside",
				strerror(errno));
}

static void array_run(struct run *run)
{
	size_t passes = 1 + run->warmup + run->samples;
	struct array array = {
		.cpu_ns = (uint64_t)run_integer(run, "cpu-ms") * 1000000,
		.passes = reserve(passes * sizeof *array.passes),
		.addresses = reserve(run->operations * sizeof *array.addresses),
		.nodes = reserve(run->operations * sizeof *array.nodes),
	};
	struct crew crew = {.run = run, .measure = "array", .body = array_body, .shared = &array};
	set_policy((enum array_policy)run_choice(run, "policy"));
	scans_open();
	if (!run->counting)
		activity_open();
	crew_run(&crew);
	output_passes(&run->out, passes, array.passes);
}

static void array_validate(const struct run *run)
{
	if (run->operations > MOST_PAGES)
		refuse("--operations: %llu pages of an array are too many: use at most %d",
		       (unsigned long long)run->operations, MOST_PAGES);
}

static const char *const roles[] = {"writer", NULL};
/* In the order of their enum. */
static const char *const policies[] = {"none", "localalloc", NULL};

static const struct parameter parameters[] = {
	{
		.name = "cpu-ms",
		.help = "most CPU time that each thread uses in a pass while it waits for the next scan",
		.type = PARAMETER_INTEGER,
		.fallback = "100",
		.unit = "ms",
		.min = 1,
		.max = 1000000,
	},
	{
		.name = "policy",
		.help = "memory policy of the process: none, or localalloc, which places pages alike and keeps balancing away",
		.type = PARAMETER_CHOICE,
		.fallback = "none",
		.choices = policies,
	},
	{0},
};

const struct workload array_workload = {
	.name = "array",
	.summary = "each thread writes an array that a thread on another node touched first, while the kernel may move it",
	.operation = "one page of the array written in all its lines, over and over, until the next scan",
	.notes = "Malloc has no part in it: it shows what automatic NUMA balancing does. After each\n"
		 "pass it is counted how many pages lie on the node of their writer, and what\n"
		 "/proc/vmstat counted meanwhile; pass 0 is before the first.",
	.roles = roles,
	.placements = PLACEMENT_SPREAD,
	.modes = MODE_COUNT,
	.min_threads = 1,
	.schedule_dependent = false,
	.default_operations = 256,
	.parameters = parameters,
	.validate = array_validate,
	.run = array_run,
};

/*
 * The truth tests every run starts with. Pages that a thread writes must lie on its node, and pages that it only reads must
 * not be placed; if not, nothing that this program says about placement can be believed. In timed modes also what an access
 * to each node costs, and what the harness itself costs. Run it under the local policy: with memory bound to a node the
 * first test has no meaning.
 *
 * One thread, the main one, is pinned to the listed CPUs one after the other: what differs between them is the CPU only.
 */
#include <errno.h>
#include <string.h>
#include "../harness/clock.h"
#include "../harness/fail.h"
#include "../harness/linux.h"
#include "../harness/pages.h"
#include "../harness/placement.h"
#include "../harness/reserve.h"
#include "../harness/run.h"
#include "chase.h"
#include "exchange.h"

enum { MAX_NODES = 64, EMPTY_SLOTS = 256, CHASE_STREAM = 1001, EMPTY_STREAM = 1002 };

struct first_touch {
	uint64_t written_on_node;
	uint64_t read_placed;
};

struct calibrate {
	struct run *run;
	size_t pages;
	struct first_touch *results;
	uintptr_t *addresses;
	int *nodes;

	unsigned node_count;
	unsigned node[MAX_NODES];
	/* The first listed thread of each node. */
	unsigned thread_of[MAX_NODES];

	size_t chase_bytes;
	uint64_t loads;
	uint64_t *chase_ns;
	uint64_t *empty_ns;
};

static void list_nodes(struct calibrate *c)
{
	for (unsigned i = 0; i < c->run->thread_count; i++) {
		unsigned k = 0;
		while (k < c->node_count && c->node[k] != c->run->threads[i].node)
			k++;
		if (k < c->node_count)
			continue;
		if (k == MAX_NODES)
			refuse("--threads: CPUs of more than %d nodes: list fewer", MAX_NODES);
		c->node[k] = c->run->threads[i].node;
		c->thread_of[k] = i;
		c->node_count++;
	}
}

static const int *ask_nodes(struct calibrate *c, const unsigned char *start)
{
	for (size_t i = 0; i < c->pages; i++)
		c->addresses[i] = (uintptr_t)start + i * linux_page_size();
	pages_nodes(c->pages, c->addresses, c->nodes);
	return c->nodes;
}

static uint64_t count_written(struct calibrate *c, unsigned char *start, unsigned node)
{
	uint64_t on_node = 0;
	for (size_t i = 0; i < c->pages; i++)
		*(volatile unsigned char *)(start + i * linux_page_size()) = (unsigned char)i;
	const int *nodes = ask_nodes(c, start);
	for (size_t i = 0; i < c->pages; i++) {
		on_node += nodes[i] == (int)node;
		check_add(&c->run->check, *(volatile unsigned char *)(start + i * linux_page_size()));
	}
	return on_node;
}

static uint64_t count_read(struct calibrate *c, const unsigned char *start)
{
	uint64_t placed = 0;
	for (size_t i = 0; i < c->pages; i++)
		check_add(&c->run->check, *(const volatile unsigned char *)(start + i * linux_page_size()));
	const int *nodes = ask_nodes(c, start);
	for (size_t i = 0; i < c->pages; i++)
		placed += nodes[i] >= 0;
	return placed;
}

/* A huge page under the written pages could reach into those that are only read, and place them. */
static unsigned char *reserve_small_pages(size_t bytes)
{
	unsigned char *start = reserve_untouched(bytes);
	linux_forbid_huge_pages(start, bytes);
	return start;
}

static void test_first_touch(struct calibrate *c, unsigned thread)
{
	size_t bytes = c->pages * linux_page_size();
	run_pin(c->run, thread);
	unsigned char *written = reserve_small_pages(bytes);
	unsigned char *only_read = reserve_small_pages(bytes);
	c->results[thread].written_on_node = count_written(c, written, c->run->threads[thread].node);
	run_saw(c->run, thread, AT_MIDDLE);
	c->results[thread].read_placed = count_read(c, only_read);
	run_saw(c->run, thread, AT_END);
	reserve_release(written, bytes);
	reserve_release(only_read, bytes);
	c->run->operations_done += 2 * c->pages;
}

static uint64_t *chase_cell(struct calibrate *c, unsigned from, unsigned to, unsigned sample)
{
	return &c->chase_ns[((size_t)from * c->node_count + to) * c->run->samples + sample];
}

/* The memory is linked once per node and then followed from every node; the warm-up passes fill the caches. */
static void chase_to(struct calibrate *c, unsigned to, struct random *random)
{
	void **chain = chase_reserve(c->chase_bytes, c->node[to], random);
	void **at = chain;
	for (unsigned from = 0; from < c->node_count; from++) {
		unsigned thread = c->thread_of[from];
		run_pin(c->run, thread);
		for (unsigned i = 0; i < c->run->warmup; i++)
			at = chase_run(at, c->loads);
		for (unsigned i = 0; i < c->run->samples; i++) {
			uint64_t begin_ns = clock_now_ns();
			at = chase_run(at, c->loads);
			*chase_cell(c, from, to, i) = clock_now_ns() - begin_ns;
		}
		run_saw(c->run, thread, AT_END);
	}
	chase_release(chain, c->chase_bytes);
}

static void chase_all(struct calibrate *c)
{
	struct random random;
	random_seed(&random, c->run->seed, CHASE_STREAM);
	for (unsigned to = 0; to < c->node_count; to++)
		chase_to(c, to, &random);
}

/* churn's own loop with its defaults for burst and think time, the stamp of one byte, and no malloc in it. */
static void time_empty_operations(struct calibrate *c)
{
	struct exchange_plan plan = {
		.slot_count = EMPTY_SLOTS,
		.burst = 1,
		.touch = TOUCH_FIRST_BYTE,
		.sizes = {.shape = SIZE_FIXED, .low = 8, .high = 8},
		.steps = (uint32_t)c->run->operations,
	};
	run_pin(c->run, 0);
	struct exchange *x = exchange_reserve(&plan, c->run->seed, EMPTY_STREAM, false);
	exchange_fill_empty(x);
	for (unsigned i = 0; i < c->run->warmup + c->run->samples; i++) {
		exchange_prepare(x);
		uint64_t begin_ns = clock_now_ns();
		exchange_run_empty(x, 0, plan.steps);
		c->empty_ns[i] = clock_now_ns() - begin_ns;
		exchange_verify(x);
	}
	run_saw(c->run, 0, AT_END);
}

static void output_first_touch(const struct calibrate *c, unsigned thread)
{
	struct output *out = &c->run->out;
	json_begin_line(out, "first-touch");
	json_unsigned_at(out, "node", c->run->threads[thread].node);
	json_unsigned_at(out, "writtenPages", c->pages);
	json_unsigned_at(out, "writtenPagesOnNode", c->results[thread].written_on_node);
	json_unsigned_at(out, "readPages", c->pages);
	json_unsigned_at(out, "readPagesPlaced", c->results[thread].read_placed);
	json_end_line(out);
}

static void output_chase(struct calibrate *c, unsigned from, unsigned to, unsigned sample)
{
	struct output *out = &c->run->out;
	json_begin_line(out, "pointer-chase");
	json_unsigned_at(out, "fromNode", c->node[from]);
	json_unsigned_at(out, "toNode", c->node[to]);
	json_unsigned_at(out, "index", sample);
	json_unsigned_at(out, "bytes", c->chase_bytes);
	json_unsigned_at(out, "loads", c->loads);
	json_unsigned_at(out, "durationNs", *chase_cell(c, from, to, sample));
	json_end_line(out);
}

static void output_times(struct calibrate *c)
{
	struct run *run = c->run;
	for (unsigned from = 0; from < c->node_count; from++)
		for (unsigned to = 0; to < c->node_count; to++)
			for (unsigned i = 0; i < run->samples; i++)
				output_chase(c, from, to, i);
	for (unsigned i = 0; i < run->samples; i++)
		output_harness_cost(&run->out, "empty-operation", i, run->operations, c->empty_ns[run->warmup + i]);
}

static void calibrate_run(struct run *run)
{
	static struct calibrate c;
	c.run = run;
	c.pages = (size_t)run_integer(run, "pages");
	c.loads = (uint64_t)run_integer(run, "loads");
	c.chase_bytes = (size_t)run_integer(run, "chase-bytes");
	c.results = reserve(run->thread_count * sizeof *c.results);
	c.addresses = reserve(c.pages * sizeof *c.addresses);
	c.nodes = reserve(c.pages * sizeof *c.nodes);
	c.empty_ns = reserve((run->warmup + run->samples) * sizeof *c.empty_ns);
	list_nodes(&c);
	c.chase_ns = reserve((size_t)c.node_count * c.node_count * run->samples * sizeof *c.chase_ns);
	run_open(run);
	for (unsigned i = 0; i < run->thread_count; i++)
		test_first_touch(&c, i);
	if (run->mode != MODE_COUNT) {
		chase_all(&c);
		time_empty_operations(&c);
	}
	run_close(run, 0);
	for (unsigned i = 0; i < run->thread_count; i++)
		output_first_touch(&c, i);
	if (run->mode != MODE_COUNT)
		output_times(&c);
}

static const char *const roles[] = {"prober", NULL};

static const struct parameter parameters[] = {
	{
		.name = "pages",
		.help = "pages written, and as many only read, per listed CPU",
		.type = PARAMETER_INTEGER,
		.fallback = "256",
		.unit = "pages",
		.min = 1,
		.max = 1000000,
	},
	{
		.name = "chase-bytes",
		.help = "memory of each node that the pointer chase covers: more than its caches hold",
		.type = PARAMETER_INTEGER,
		.fallback = "67108864",
		.unit = "bytes",
		.min = 4096,
		.max = 17179869184,
	},
	{
		.name = "loads",
		.help = "dependent loads per sample of the pointer chase",
		.type = PARAMETER_INTEGER,
		.fallback = "200000",
		.unit = "loads",
		.min = 1,
		.max = 1000000000,
	},
	{0},
};

const struct workload calibrate_workload = {
	.name = "calibrate",
	.summary = "first-touch truth, latency between nodes, cost of the harness",
	.operation = "one page written or read for the first time",
	.roles = roles,
	.placements = 0,
	.modes = MODE_COUNT | MODE_THROUGHPUT,
	.min_threads = 1,
	.schedule_dependent = false,
	.default_operations = 100000,
	.parameters = parameters,
	.run = calibrate_run,
};

/*
 * The checks every run starts with. Pages that a thread writes must lie on its node, and pages that it only
 * reads must not be placed; if not, nothing that this program says about placement can be believed. In timed
 * modes also what an access to each node costs, and what the harness itself costs. Run it under the local
 * policy: with memory bound to a node the first test has no meaning.
 *
 * One thread, the main one, is pinned to the listed CPUs one after the other: what differs between them is the
 * CPU only.
 */
#include "harness/clock.h"
#include "harness/fail.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "harness/run.h"
#include "workloads/churn/exchange.h"
#include "chase.h"
#include "first-touch.h"
#include "layouts.h"

enum { MAX_NODES = 64, EMPTY_SLOTS = 256, CHASE_STREAM = 1001, EMPTY_STREAM = 1002 };

struct calibrate {
	struct run *run;
	struct first_touch *first_touch;

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

static uint64_t *chase_cell(struct calibrate *c, unsigned from, unsigned to, unsigned sample)
{
	return &c->chase_ns[((size_t)from * c->node_count + to) * c->run->samples + sample];
}

/*
 * The memory is linked once per node and then followed from every node. Successive passes follow successive parts of the
 * chain, so that a load finds in a cache only what linking left there.
 */
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
	pages_require();
	c.run = run;
	c.loads = (uint64_t)run_integer(run, "loads");
	c.chase_bytes = (size_t)run_integer(run, "chase-bytes");
	c.first_touch = first_touch_reserve(run, (size_t)run_integer(run, "pages"));
	c.empty_ns = reserve((run->warmup + run->samples) * sizeof *c.empty_ns);
	list_nodes(&c);
	struct layouts *layouts = run_choice(run, "layouts") ? layouts_reserve(run) : NULL;
	c.chase_ns = reserve((size_t)c.node_count * c.node_count * run->samples * sizeof *c.chase_ns);
	run_open(run);
	for (unsigned i = 0; i < run->thread_count; i++)
		first_touch_test(c.first_touch, i);
	if (layouts)
		layouts_count(layouts, c.node_count, c.thread_of);
	if (run->mode != MODE_COUNT) {
		chase_all(&c);
		time_empty_operations(&c);
	}
	run_close(run, 0);
	for (unsigned i = 0; i < run->thread_count; i++)
		first_touch_output(c.first_touch, i);
	if (layouts)
		layouts_output(layouts);
	if (run->mode != MODE_COUNT)
		output_times(&c);
}

static const char *const roles[] = {"prober", NULL};
static const char *const no_yes[] = {"no", "yes", NULL};

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
		.name = "layouts",
		.help = "also count objects that are laid out by hand, so that what the census says of them is known",
		.type = PARAMETER_CHOICE,
		.fallback = "no",
		.choices = no_yes,
	},
	{
		.name = "chase-bytes",
		.help = "memory of each node that the pointer chase covers; loads are as slow as memory only when its last-level "
			"cache holds little of it",
		.type = PARAMETER_INTEGER,
		.fallback = "268435456",
		.unit = "bytes",
		.modes = MODE_THROUGHPUT,
		.min = 4096,
		.max = 17179869184,
	},
	{
		.name = "loads",
		.help = "dependent loads per sample of the pointer chase",
		.type = PARAMETER_INTEGER,
		.fallback = "200000",
		.unit = "loads",
		.modes = MODE_THROUGHPUT,
		.min = 1,
		.max = 1000000000,
	},
	{0},
};

const struct workload calibrate_workload = {
	.name = "calibrate",
	.summary = "check of first touch, latency between nodes, cost of the harness",
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

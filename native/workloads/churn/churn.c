/*
 * Malloc churn: every thread keeps a working set of its own and replaces random members of it. Nothing is shared
 * but the heap, so what moves between threads and nodes is the allocator's doing.
 */
#include "census/output.h"
#include "harness/crew.h"
#include "harness/fail.h"
#include "harness/reserve.h"
#include "harness/turns.h"
#include "workloads/shared/parameters.h"
#include "exchange.h"

struct churn {
	struct exchange_plan plan;
	/* Steps of a pass that count as operations: fewer than are done where a slowdown is injected. */
	uint32_t counted;
	/* Slots or steps per turn, and the turns; none when threads race. */
	uint32_t turn;
	struct turns *turns;
	struct census *census;
	struct histogram *malloc_ns;
	struct histogram *free_ns;
};

typedef void do_range(struct exchange *x, uint32_t from, uint32_t to);

/* Do [0, count) at once or, when threads take turns, a turn's worth at a time. */
static void do_in_turns(const struct worker *worker, do_range *work, uint32_t count)
{
	struct churn *churn = worker->crew->shared;
	if (!churn->turns) {
		work(worker->state, 0, count);
		return;
	}
	for (uint32_t from = 0; from < count; from += churn->turn) {
		turns_take(churn->turns, worker->index);
		work(worker->state, from, count - from < churn->turn ? count : from + churn->turn);
		turns_pass(churn->turns);
	}
}

static void run_pass(struct worker *worker, struct exchange *x)
{
	const struct churn *churn = worker->crew->shared;
	exchange_prepare(x);
	worker_begin_pass(worker);
	do_in_turns(worker, worker->run->mode == MODE_LATENCY ? exchange_run_latency : exchange_run, x->plan.steps);
	worker_end_pass(worker, churn->counted);
	exchange_verify(x);
}

/* Warm-up passes teach the caches and the allocator; their latencies do not count. */
static void forget_warmup(const struct worker *worker, struct exchange *x)
{
	if (worker->run->mode != MODE_LATENCY || !worker_is_warmup(worker))
		return;
	*x->malloc_ns = (struct histogram){0};
	*x->free_ns = (struct histogram){0};
}

static void take_census(struct worker *worker)
{
	struct churn *churn = worker->crew->shared;
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct worker *owner = crew_worker(worker->crew, i);
		const struct exchange *x = owner->state;
		census_add_node(churn->census, owner->spec->node);
		for (uint32_t k = 0; k < x->plan.slot_count; k++)
			census_add(churn->census, owner->spec->node, x->slots[k].block, x->slots[k].bytes);
	}
	census_finish(churn->census);
}

static void churn_body(struct worker *worker)
{
	struct churn *churn = worker->crew->shared;
	struct run *run = worker->run;
	struct exchange *x = exchange_reserve(&churn->plan, run->seed, worker->index, run->mode == MODE_LATENCY);
	worker->state = x;
	worker_open(worker);
	do_in_turns(worker, exchange_fill, x->plan.slot_count);
	while (worker_next_pass(worker)) {
		run_pass(worker, x);
		forget_warmup(worker, x);
	}
	worker_close(worker, exchange_live_bytes(x));
	if (worker_is_first(worker))
		take_census(worker);
	worker_barrier(worker);
	exchange_drain(x);
	exchange_verify(x);
	worker->check = x->check;
}

static void output_latencies(struct crew *crew)
{
	struct churn *churn = crew->shared;
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		const struct exchange *x = crew_worker(crew, i)->state;
		histogram_merge(churn->malloc_ns, x->malloc_ns);
		histogram_merge(churn->free_ns, x->free_ns);
	}
	output_histogram(&crew->run->out, "malloc", churn->malloc_ns);
	output_histogram(&crew->run->out, "free", churn->free_ns);
}

static uint32_t turns_in(uint32_t count, uint32_t turn)
{
	return (count + turn - 1) / turn;
}

/* The phases are those between the barriers: filling the working set, then the passes. */
static struct turns *plan_turns(const struct run *run, const struct churn *churn)
{
	unsigned passes = run->warmup + run->samples;
	uint32_t fill = turns_in(churn->plan.slot_count, churn->turn);
	uint32_t pass = turns_in(churn->plan.steps, churn->turn);
	size_t turns_per_thread = fill + (size_t)passes * pass;
	struct turns *turns = turns_reserve(run->thread_count, run->thread_count * turns_per_thread, run->seed);
	turns_add_phase(turns, fill);
	for (unsigned i = 0; i < passes; i++)
		turns_add_phase(turns, pass);
	turns_begin(turns);
	return turns;
}

/* Whole bursts only. */
static uint32_t round_to_bursts(uint64_t steps, uint32_t burst)
{
	return (uint32_t)(steps - steps % burst);
}

static void churn_run(struct run *run)
{
	struct churn churn = {
		.plan = {
			.slot_count = (uint32_t)run_integer(run, "slots"),
			.burst = (uint32_t)run_integer(run, "burst"),
			.think = (uint32_t)run_integer(run, "think"),
			.touch = (enum touch)run_choice(run, "touch"),
		},
		.turn = (uint32_t)run_integer(run, "turn"),
		.malloc_ns = reserve(sizeof(struct histogram)),
		.free_ns = reserve(sizeof(struct histogram)),
	};
	struct crew crew = {.run = run, .measure = "churn", .body = churn_body, .shared = &churn};
	sizes_parse(&churn.plan.sizes, run_text(run, "sizes"));
	churn.census = census_reserve(CENSUS_BLOCKS, (size_t)run->thread_count * churn.plan.slot_count);
	churn.counted = round_to_bursts(run->operations, churn.plan.burst);
	churn.plan.steps = churn.counted + round_to_bursts((uint64_t)churn.counted * (uint64_t)run_integer(run, "extra") / 1000,
							   churn.plan.burst);
	if (churn.turn)
		churn.turns = plan_turns(run, &churn);
	crew_run(&crew);
	output_census(&run->out, "live", "allocator", "end", churn.census);
	if (run->mode == MODE_LATENCY)
		output_latencies(&crew);
}

static void churn_validate(const struct run *run)
{
	if (run_integer(run, "burst") > run_integer(run, "slots"))
		refuse("--burst: %s is more than the %s slots: a burst frees each slot at most once",
		       run_text(run, "burst"), run_text(run, "slots"));
	if ((uint64_t)run_integer(run, "burst") > run->operations)
		refuse("--operations: %llu is less than one burst of %s", (unsigned long long)run->operations,
		       run_text(run, "burst"));
	if (run_integer(run, "turn") % run_integer(run, "burst"))
		refuse("--turn: %s operations are not a whole number of bursts of %s", run_text(run, "turn"),
		       run_text(run, "burst"));
	if (run_integer(run, "turn") && run->mode != MODE_COUNT)
		refuse("--turn: %s: threads that wait for their turn cannot be timed: use --mode count or --turn 0",
		       run_text(run, "turn"));
	if (run_integer(run, "extra") && run->mode != MODE_THROUGHPUT)
		refuse("--extra: %s: a slowdown is injected into throughput only: use --mode throughput or --extra 0",
		       run_text(run, "extra"));
}

static const char *const roles[] = {"worker", NULL};
/* In the order of enum touch. */
static const char *const touches[] = {"none", "first-byte", "all", NULL};

static const struct parameter parameters[] = {
	{
		.name = "slots",
		.help = "live blocks per thread: the working set",
		.type = PARAMETER_INTEGER,
		.fallback = "1000",
		.unit = "blocks",
		.min = 1,
		.max = 10000000,
	},
	{
		.name = "sizes",
		.help = SIZES_HELP,
		.type = PARAMETER_TEXT,
		.fallback = "loguniform:16-4096",
		.unit = "bytes",
		.pattern = SIZES_PATTERN,
		.example = "uniform:16-1024",
		.accept = sizes_accept,
	},
	{
		.name = "touch",
		.help = "what is written to a new block; its first byte (all: and its last) is read back when it is freed",
		.type = PARAMETER_CHOICE,
		.fallback = "all",
		.choices = touches,
	},
	{
		.name = "burst",
		.help = "blocks freed before as many are allocated: 1 gives a block's place straight to its successor",
		.type = PARAMETER_INTEGER,
		.fallback = "1",
		.unit = "blocks",
		.min = 1,
		.max = 1000000,
	},
	WORK_PARAMETER("think", "work between operations", "0"),
	{
		.name = "turn",
		.help = "operations after which the next thread runs, in an order drawn from the seed, so that counts do "
			"not depend on the schedule; 0 lets threads race; count mode only",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "operations",
		.modes = MODE_COUNT,
		.min = 0,
		.max = 100000000,
	},
	{
		.name = "extra",
		.help = "operations done and timed beyond those that are counted: a slowdown of known size, to see whether it is found",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "per mille",
		.modes = MODE_THROUGHPUT,
		.min = 0,
		.max = 1000,
	},
	{0},
};

const struct workload churn_workload = {
	.name = "churn",
	.summary = "threads replace random blocks of their own working sets",
	.operation = "one block of the working set freed and one allocated (and touched) in its place",
	.roles = roles,
	.placements = PLACEMENT_ALL,
	.modes = MODE_COUNT | MODE_THROUGHPUT | MODE_LATENCY,
	.min_threads = 1,
	.schedule_dependent = true,
	.default_operations = 20000,
	.parameters = parameters,
	.validate = churn_validate,
	.run = churn_run,
};

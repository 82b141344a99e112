/*
 * Who shares lines and pages with whom: threads allocate objects of their own in turns, in an order drawn from the seed, write
 * each whole, and are counted where they lie. No time is taken and no thread races another, so that what is counted is
 * what the allocator does with that order.
 */
#include "sharing.h"

#include "census/output.h"
#include "harness/fail.h"
#include "harness/reserve.h"

enum { STREAM_SIZES = 3000, STREAM_CHOICE = 4000 };

static uint32_t count_replaced(const struct sharing *sharing)
{
	return (uint32_t)((uint64_t)sharing->objects * sharing->refill / 1000);
}

static uint64_t add_all(const struct worker *worker, struct census *census)
{
	const struct sharing *sharing = worker->crew->shared;
	uint64_t live_bytes = 0;
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct worker *owner = crew_worker(worker->crew, i);
		const struct sharer *sharer = owner->state;
		census_add_node(census, owner->spec->node);
		for (uint32_t k = 0; k < sharing->objects; k++) {
			census_add(census, owner->spec->node, sharer->blocks[k].block, sharer->blocks[k].bytes);
			live_bytes += sharer->blocks[k].bytes;
		}
	}
	return live_bytes;
}

/* The first thread counts while the others sleep. Warm-up passes are not counted; memory is that of the last pass. */
static void stop_and_count(struct worker *worker, struct census *census, const char *checkpoint)
{
	worker_barrier(worker);
	if (worker_is_first(worker) && !worker_is_warmup(worker)) {
		uint64_t live_bytes = add_all(worker, census);
		census_finish(census);
		if (worker->pass + 1 == worker->run->warmup + worker->run->samples)
			run_checkpoint(worker->run, checkpoint, live_bytes);
	}
	worker_barrier(worker);
}

static void fill_and_refill(struct worker *worker)
{
	struct sharing *sharing = worker->crew->shared;
	uint32_t replaced = count_replaced(sharing);
	sharing_fill(worker, sharing->objects, 0);
	stop_and_count(worker, sharing->allocated, "allocated");
	if (sharing->refill) {
		sharing_free_some(worker, replaced);
		sharing_fill(worker, replaced, 0);
		stop_and_count(worker, sharing->refilled, "refilled");
	}
	sharing_empty(worker);
}

static uint64_t allocations_per_pass(const struct sharing *sharing)
{
	if (sharing->sweep)
		return (uint64_t)sharing->objects * (sharing->sweep_last - sharing->sweep_first + 1);
	return sharing->objects + count_replaced(sharing);
}

static void sharing_body(struct worker *worker)
{
	const struct sharing *sharing = worker->crew->shared;
	struct sharer *sharer = reserve(sizeof *sharer);
	sharer->blocks = reserve(sharing->objects * sizeof *sharer->blocks);
	random_seed(&sharer->sizes, worker->run->seed, STREAM_SIZES + worker->index);
	random_seed(&sharer->choice, worker->run->seed, STREAM_CHOICE + worker->index);
	worker->state = sharer;
	worker_open(worker);
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		if (sharing->sweep)
			sweep_run(worker);
		else
			fill_and_refill(worker);
		worker_end_pass(worker, allocations_per_pass(sharing));
	}
	worker_close(worker, 0);
}

/* Phases of one pass, in order: with a sweep those of every size; else fill, free and refill, empty. */
static void add_phases(struct turns *turns, const struct sharing *sharing)
{
	for (uint32_t size = sharing->sweep_first; sharing->sweep && size <= sharing->sweep_last; size++) {
		turns_add_phase(turns, sharing_turns(sharing, sharing->objects));
		turns_add_phase(turns, 1);
	}
	if (sharing->sweep)
		return;
	turns_add_phase(turns, sharing_turns(sharing, sharing->objects));
	if (sharing->refill) {
		turns_add_phase(turns, 1);
		turns_add_phase(turns, sharing_turns(sharing, count_replaced(sharing)));
	}
	turns_add_phase(turns, 1);
}

static struct turns *plan_turns(const struct run *run, const struct sharing *sharing)
{
	size_t fill = sharing_turns(sharing, sharing->objects);
	size_t sizes = sharing->sweep ? sharing->sweep_last - sharing->sweep_first + 1 : 2;
	size_t passes = run->warmup + run->samples;
	struct turns *turns = turns_reserve(run->thread_count, passes * sizes * (fill + 1) * run->thread_count, run->seed);
	for (size_t pass = 0; pass < passes; pass++)
		add_phases(turns, sharing);
	turns_begin(turns);
	return turns;
}

static void sharing_run(struct run *run)
{
	struct sharing sharing = {
		.objects = (uint32_t)run_integer(run, "objects"),
		.burst = (uint32_t)run_integer(run, "burst"),
		.align = run_choice(run, "align") ? 64 : 0,
		.refill = (uint32_t)run_integer(run, "refill"),
	};
	struct crew crew = {.run = run, .measure = "sharing", .body = sharing_body, .shared = &sharing};
	size_t all = (size_t)sharing.objects * run->thread_count;
	sizes_parse(&sharing.sizes, run_text(run, "sizes"));
	sweep_parse(run_text(run, "sweep"), &sharing.sweep_first, &sharing.sweep_last);
	if (sharing.sweep_first)
		sharing.sweep = sweep_reserve(&sharing, run->thread_count);
	sharing.allocated = census_reserve(CENSUS_BLOCKS, all);
	sharing.refilled = census_reserve(CENSUS_BLOCKS, sharing.refill ? all : 0);
	sharing.turns = plan_turns(run, &sharing);
	crew_run(&crew);
	if (sharing.sweep)
		sweep_output(&run->out, &sharing);
	if (sharing.allocated->objects)
		output_census(&run->out, "live", "allocator", "allocated", sharing.allocated);
	if (sharing.refilled->objects)
		output_census(&run->out, "live", "allocator", "refilled", sharing.refilled);
}

static bool sweep_accept(const char *text)
{
	uint32_t first, last;
	return sweep_parse(text, &first, &last);
}

static void sharing_validate(const struct run *run)
{
	uint32_t first, last;
	sweep_parse(run_text(run, "sweep"), &first, &last);
	if (first && run_integer(run, "refill"))
		refuse("--refill: %s: a sweep frees all blocks of a size: leave one of the two out", run_text(run, "refill"));
}

static const char *const roles[] = {"worker", NULL};
static const char *const aligns[] = {"0", "64", NULL};

static const struct parameter parameters[] = {
	{
		.name = "objects",
		.help = "objects of each thread",
		.type = PARAMETER_INTEGER,
		.fallback = "2000",
		.unit = "objects",
		.min = 1,
		.max = 1000000,
	},
	{
		.name = "sizes",
		.help = SIZES_HELP,
		.type = PARAMETER_TEXT,
		.fallback = "fixed:64",
		.unit = "bytes",
		.pattern = SIZES_PATTERN,
		.example = "loguniform:16-4096",
		.accept = sizes_accept,
	},
	{
		.name = "burst",
		.help = "objects that a thread allocates before it hands the run on, in an order drawn from the seed",
		.type = PARAMETER_INTEGER,
		.fallback = "1",
		.unit = "objects",
		.min = 1,
		.max = 1000000,
	},
	{
		.name = "align",
		.help = "0: malloc; 64: aligned_alloc to a cache line",
		.type = PARAMETER_CHOICE,
		.fallback = "0",
		.unit = "bytes",
		.choices = aligns,
	},
	{
		.name = "refill",
		.help = "share of the objects, drawn by the seed, that is freed after the first census, allocated again in turns, and "
			"counted a second time",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "per mille",
		.min = 0,
		.max = 1000,
	},
	{
		.name = "sweep",
		.help = "instead of the census: for each size from the first to the last, at most 4096, which neighbours share a "
			"cache line; off: no sweep",
		.type = PARAMETER_TEXT,
		.fallback = "off",
		.unit = "bytes",
		.pattern = "^(off|[1-9][0-9]{0,3}-[1-9][0-9]{0,3})$",
		.example = "1-512",
		.accept = sweep_accept,
	},
	{0},
};

const struct workload sharing_workload = {
	.name = "sharing",
	.summary = "threads allocate in turns; whose objects share lines, pages and regions",
	.operation = "one object allocated and written by its owner",
	.notes = "A pass allocates --objects objects per thread, counts them while all threads\n"
		 "sleep, and frees them; --operations has no effect. Counts are added up over\n"
		 "the samples, memory is that of the last one.",
	.roles = roles,
	.placements = PLACEMENT_ALL,
	.modes = MODE_COUNT,
	.min_threads = 1,
	.schedule_dependent = false,
	.default_operations = 1,
	.parameters = parameters,
	.validate = sharing_validate,
	.run = sharing_run,
};

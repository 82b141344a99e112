/*
 * Fragmentation over time: threads grow and shrink in phases between barriers, and at every border it is counted what is
 * resident and what is live. Threads form groups, which peak at different times in pattern `shifted`. In several processes
 * (--part) each does the phases of its own threads, so that the processes' heaps add up at every border.
 */
#include <stdio.h>
#include "harness/fail.h"
#include "harness/reserve.h"
#include "body.h"

static void open_turns(struct phases *phases, const struct run *run)
{
	size_t passes = run->warmup + run->samples;
	size_t limit = passes * (phases->plan->count + 1) + SETTLE_LOOKS + 1;
	phase_turns_open(&phases->turns, run, (unsigned)run_integer(run, "groups"), (uint32_t)run_integer(run, "turn"),
			 limit);
	phases_plan_turns(phases, run);
	phase_turns_begin(&phases->turns);
}

static void phases_run(struct run *run)
{
	struct phases phases = {
		.plan = reserve(sizeof *phases.plan),
		.settled = reserve(SETTLE_LOOKS * sizeof *phases.settled),
		.sizes = {
			.objects = (uint32_t)run_integer(run, "objects"),
			.survivors = (uint32_t)run_integer(run, "survivors"),
		},
		.purge = (enum purge_when)run_choice(run, "purge"),
	};
	struct crew crew = {.run = run, .measure = "phases", .body = phases_body, .shared = &phases};
	sizes_parse(&phases.sizes.sizes, run_text(run, "sizes"));
	sizes_parse(&phases.sizes.next, run_text(run, "next-sizes"));
	phase_plan_make(phases.plan, (enum phase_pattern)run_choice(run, "pattern"), (unsigned)run_integer(run, "rounds"),
			(unsigned)run_integer(run, "groups"));
	for (unsigned i = 0; i < SETTLE_LOOKS; i++)
		snprintf(phases.settled[i], sizeof *phases.settled, "settled %u", phases_settled_by(run, i));
	open_turns(&phases, run);
	crew_run(&crew);
}

static void phases_validate(const struct run *run)
{
	unsigned groups = (unsigned)run_integer(run, "groups");
	unsigned threads = run->thread_count * run->parts;
	unsigned length = phase_plan_length((enum phase_pattern)run_choice(run, "pattern"),
					    (unsigned)run_integer(run, "rounds"), groups);
	if (groups > threads)
		refuse("--groups: %u groups of %u threads: list a thread for every group", groups, threads);
	if (length > PHASES_LIMIT)
		refuse("--rounds: %s rounds are %u phases: at most %d can be looked at", run_text(run, "rounds"), length,
		       PHASES_LIMIT);
}

static const char *const roles[] = {"worker", NULL};
/* In the order of their enums. */
static const char *const patterns[] = {"balanced", "shifted", "ring", "bursty", "sparse", "bubble", NULL};
static const char *const purges[] = {"freed", "survivors", NULL};

static const struct parameter parameters[] = {
	{
		.name = "pattern",
		.help = "balanced: all threads grow and shrink together; shifted: one group after the other; ring: each thread frees "
			"what the one before it allocated; bursty: only the first group; sparse, bubble: holes between survivors or "
			"below them, filled with blocks of another size",
		.type = PARAMETER_CHOICE,
		.fallback = "balanced",
		.choices = patterns,
	},
	{
		.name = "sizes",
		.help = SIZES_HELP,
		.type = PARAMETER_TEXT,
		.fallback = "loguniform:16-4096",
		.unit = "bytes",
		.pattern = SIZES_PATTERN,
		.example = "fixed:500",
		.accept = sizes_accept,
	},
	{
		.name = "next-sizes",
		.help = "patterns sparse and bubble: sizes of the blocks that fill the holes, in the same forms",
		.type = PARAMETER_TEXT,
		.fallback = "fixed:1500",
		.unit = "bytes",
		.pattern = SIZES_PATTERN,
		.example = "fixed:1500",
		.accept = sizes_accept,
	},
	{
		.name = "objects",
		.help = "blocks per thread at its peak",
		.type = PARAMETER_INTEGER,
		.fallback = "2000",
		.unit = "blocks",
		.min = 1,
		.max = 1000000,
	},
	{
		.name = "survivors",
		.help = "share of a thread's blocks that outlives each of its peaks, drawn by the seed",
		.type = PARAMETER_INTEGER,
		.fallback = "20",
		.unit = "per mille",
		.min = 0,
		.max = 1000,
	},
	{
		.name = "rounds",
		.help = "how often the pattern is repeated",
		.type = PARAMETER_INTEGER,
		.fallback = "2",
		.unit = "rounds",
		.min = 1,
		.max = 64,
	},
	{
		.name = "groups",
		.help = "groups of threads: thread n, counted over all processes, belongs to group n modulo groups; as many as nodes "
			"make each node a group",
		.type = PARAMETER_INTEGER,
		.fallback = "2",
		.unit = "groups",
		.min = 1,
		.max = 64,
	},
	{
		.name = "turn",
		.help = "blocks after which a thread hands the run on, in an order drawn from the seed, so that counts do not depend "
			"on the schedule; 0 lets threads race",
		.type = PARAMETER_INTEGER,
		.fallback = "16",
		.unit = "blocks",
		.min = 0,
		.max = 100000000,
	},
	{
		.name = "purge",
		.help = "when an allocator that can be asked is made to give back what it can: when all is freed, or while the "
			"survivors live",
		.type = PARAMETER_CHOICE,
		.fallback = "freed",
		.choices = purges,
	},
	{0},
};

const struct workload phases_workload = {
	.name = "phases",
	.summary = "threads grow and shrink in phases: fragmentation over time",
	.operation = "one block allocated, written, and in time read back and freed; counted when it is allocated",
	.notes = "Memory is looked at when all threads are through a phase: r2 g0 grown is after\n"
		 "group 0 has grown in round 2. It is that of the last pass; with --samples 1\n"
		 "--warmup 0 that of a fresh heap. At `end` the survivors live; then --operations\n"
		 "blocks per thread are replaced (settled N), then all is freed (freed).\n"
		 "`purged` is there only for allocators that can be asked to give memory back:\n"
		 "jemalloc, mimalloc, tcmalloc and glibc.\n"
		 "Placement split is one heap per node, emulated by one process per node: the\n"
		 "processes do the phases of the same threads as one process would. In pattern\n"
		 "ring a block then stays in its process.",
	.roles = roles,
	.placements = PLACEMENT_ALL,
	.modes = MODE_COUNT,
	.min_threads = 1,
	.schedule_dependent = true,
	.default_operations = 4096,
	.parameters = parameters,
	.validate = phases_validate,
	.run = phases_run,
};

/*
 * Who places a block whose allocation writes into it, or moves it? An owner allocates, a writer on another node is the
 * first to write (calloc), or makes the block bigger or smaller (realloc).
 */
#include "regrow.h"

#include "census/output.h"
#include "harness/fail.h"
#include "harness/reserve.h"
#include "workloads/shared/pairs.h"

enum { KEPT_BLOCKS_LIMIT = 1 << 22 };
enum { STREAM_SIZES = 1000 };

static struct regrow_pair *open_pair(const struct worker *worker)
{
	const struct regrow *regrow = worker->crew->shared;
	const struct run *run = worker->run;
	struct regrow_pair *pair = reserve(sizeof *pair);
	uint64_t passes = regrow->memory == REGROW_FRESH ? run->warmup + run->samples : 1;
	pair->blocks = reserve(passes * run->operations * sizeof *pair->blocks);
	if (regrow->memory == REGROW_REUSED)
		pair->fillers = reserve(2 * run->operations * sizeof *pair->fillers);
	random_seed(&pair->sizes, run->seed, STREAM_SIZES + pair_of(run, worker->index));
	pair->stamp_base = random_next(&pair->sizes);
	return pair;
}

static void regrow_body(struct worker *worker)
{
	bool owns = worker->spec->role_index == REGROW_OWNER;
	worker->state = owns ? open_pair(worker) : NULL;
	worker_open(worker);
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		regrow_pass(worker);
		/* A block is counted once, by its owner. */
		worker_end_pass(worker, owns ? worker->run->operations : 0);
	}
	regrow_drain(worker);
	worker_close(worker, 0);
}

static void output_parts(struct output *out, const char *checkpoint, struct census *const accounts[])
{
	static const char *const subjects[] = {
		[PART_KEPT_OLD] = "kept-old",
		[PART_KEPT_NEW] = "kept-new",
		[PART_MOVED_OLD] = "moved-old",
		[PART_MOVED_NEW] = "moved-new",
	};
	for (unsigned part = 0; part < PARTS; part++)
		if (accounts[part]->objects)
			output_census(out, subjects[part], "allocator", checkpoint, accounts[part]);
}

static void regrow_run(struct run *run)
{
	struct regrow regrow = {
		.call = (enum regrow_call)run_choice(run, "call"),
		.memory = (enum regrow_memory)run_choice(run, "memory"),
		.resize = (uint32_t)run_integer(run, "resize"),
	};
	for (unsigned i = 0; i < ACCOUNTS; i++)
		regrow.accounts[i] = census_reserve(i < ACCOUNT_RESIZED ? CENSUS_BLOCKS : CENSUS_OTHER_MEMORY,
						    run->operations * run->thread_count / 2);
	sizes_parse(&regrow.sizes, run_text(run, "sizes"));
	struct crew crew = {.run = run, .measure = "regrow", .body = regrow_body, .shared = &regrow};
	crew_run(&crew);
	if (regrow.call == REGROW_CALLOC)
		output_census(&run->out, "allocated", "allocator", "allocated", regrow.accounts[ACCOUNT_ALLOCATED]);
	output_census(&run->out, "written", "allocator", "written", regrow.accounts[ACCOUNT_WRITTEN]);
	if (regrow.call == REGROW_CALLOC) {
		output_census(&run->out, "written", "receiver", "written", regrow.accounts[ACCOUNT_RECEIVED]);
		return;
	}
	output_parts(&run->out, "resized", &regrow.accounts[ACCOUNT_RESIZED]);
	output_parts(&run->out, "rewritten", &regrow.accounts[ACCOUNT_REWRITTEN]);
}

static void regrow_validate(const struct run *run)
{
	uint64_t passes = run->warmup + run->samples;
	pairs_validate(run);
	if (run->operations > KEPT_BLOCKS_LIMIT / passes)
		refuse("--operations: %llu in each of %llu passes are too many blocks to keep: use at most %llu",
		       (unsigned long long)run->operations, (unsigned long long)passes,
		       (unsigned long long)(KEPT_BLOCKS_LIMIT / passes));
}

static const char *const roles[] = {"owner", "writer", NULL};
/* In the order of their enums. */
static const char *const calls[] = {"calloc", "realloc", NULL};
static const char *const memories[] = {"fresh", "reused", NULL};

static const struct parameter parameters[] = {
	{
		.name = "call",
		.help = "calloc: the owner allocates zeroed blocks and the writer is the first to write into them; realloc: the "
			"owner allocates and writes blocks, the writer resizes them and writes the new part",
		.type = PARAMETER_CHOICE,
		.fallback = "calloc",
		.choices = calls,
	},
	{
		.name = "sizes",
		.help = SIZES_HELP,
		.type = PARAMETER_TEXT,
		.fallback = "fixed:8000",
		.unit = "bytes",
		.pattern = SIZES_PATTERN,
		.example = "loguniform:1000-1000000",
		.accept = sizes_accept,
	},
	{
		.name = "memory",
		.help = "fresh: nothing is freed before the end; reused: first the writer writes twice as many blocks and frees "
			"every second one",
		.type = PARAMETER_CHOICE,
		.fallback = "fresh",
		.choices = memories,
	},
	{
		.name = "resize",
		.help = "size after realloc, out of the size before",
		.type = PARAMETER_INTEGER,
		.fallback = "200",
		.unit = "per cent",
		.min = 1,
		.max = 1500,
	},
	{0},
};

const struct workload regrow_workload = {
	.name = "regrow",
	.summary = "one thread allocates blocks, another is the first to write them (calloc) or resizes them (realloc)",
	.operation = "one block allocated by its owner, written or resized by the writer, read and freed by its owner",
	.notes = "The k-th owner and the k-th writer listed work on the same blocks, in stages;\n"
		 "in each stage one thread works at a time, and between stages it is counted\n"
		 "where the blocks lie, added up over the samples.\n"
		 "calloc: allocated (by the owner's calloc), written (by the writer, who finds\n"
		 "all zero), the latter by the owner's and by the writer's node.\n"
		 "realloc: written (by the owner), resized (by the writer) and rewritten (the\n"
		 "new part, by the writer). Who resized counts as allocator then. Blocks that\n"
		 "kept their address and blocks that moved are counted apart, and in each of\n"
		 "them pages with old content (old) and the rest (new).",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_REMOTE | PLACEMENT_SPREAD | PLACEMENT_INTERLEAVE,
	.modes = MODE_COUNT,
	.min_threads = 2,
	.schedule_dependent = false,
	.default_operations = 200,
	.parameters = parameters,
	.validate = regrow_validate,
	.run = regrow_run,
};

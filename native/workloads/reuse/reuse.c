/*
 * Does memory move when its user does? A thread allocates and frees the same batch of blocks again and again; then a
 * thread on another node allocates that batch. An allocator that gives memory back to the kernel between the two lets the
 * second thread place it again, and pays with a fault for each page of each cycle; one that keeps it does neither.
 */
#include <stdlib.h>
#include "census/output.h"
#include "harness/fail.h"
#include "harness/reserve.h"
#include "harness/sizes.h"
#include "harness/stamp.h"
#include "workloads/shared/pairs.h"

enum { BATCH_LIMIT = 1 << 22, STREAM_BATCH = 1000 };

enum reuse_role { REUSE_OWNER, REUSE_SUCCESSOR };

struct reuse_block {
	unsigned char *start;
	uint32_t bytes;
	bool survives;
};

/* The batch of a pair; memory of its owner. */
struct batch {
	struct reuse_block *blocks;
	struct random random;
	uint64_t stamp_base;
};

struct reuse {
	uint64_t cycles;
	/* Per mille of the batch. */
	uint32_t survivors;
	struct sizes sizes;
	struct census *taken_over;
};

static struct batch *batch_of_pair(const struct worker *worker, unsigned pair)
{
	int owner = pair_thread(worker->run, pair, REUSE_OWNER);
	return crew_worker(worker->crew, (unsigned)owner)->state;
}

static struct batch *batch_of(const struct worker *worker)
{
	return batch_of_pair(worker, pair_of(worker->run, worker->index));
}

static struct batch *reserve_batch(const struct worker *worker)
{
	const struct run *run = worker->run;
	struct batch *batch = reserve(sizeof *batch);
	batch->blocks = reserve(run->operations * sizeof *batch->blocks);
	random_seed(&batch->random, run->seed, STREAM_BATCH + pair_of(run, worker->index));
	batch->stamp_base = random_next(&batch->random);
	return batch;
}

/* Exactly the share asked for, rounded down, by selection sampling; none when there is no cycle to survive. */
static void draw_batch(struct worker *worker)
{
	const struct reuse *reuse = worker->crew->shared;
	struct batch *batch = worker->state;
	uint64_t count = worker->run->operations;
	uint64_t wanted = reuse->cycles ? count * reuse->survivors / 1000 : 0;
	for (uint64_t i = 0; i < count; i++) {
		struct reuse_block *block = &batch->blocks[i];
		block->start = NULL;
		block->bytes = sizes_draw(&reuse->sizes, &batch->random);
		block->survives = random_below(&batch->random, (uint32_t)(count - i)) < wanted;
		wanted -= block->survives;
		check_add(&worker->check, (uint64_t)block->bytes << 1 | block->survives);
	}
}

/* All blocks of the batch that are not there. */
static void allocate_missing(struct worker *worker, const struct batch *batch)
{
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		struct reuse_block *block = &batch->blocks[i];
		if (block->start)
			continue;
		block->start = malloc(block->bytes);
		if (!block->start)
			fail("malloc(%u) failed", block->bytes);
		stamp_fill(block->start, block->bytes, stamp_of(batch->stamp_base, i));
	}
}

static uint64_t verify_and_free(struct worker *worker, const struct batch *batch, bool with_survivors)
{
	uint64_t freed = 0;
	for (uint64_t i = 0; i < worker->run->operations; i++) {
		struct reuse_block *block = &batch->blocks[i];
		unsigned char stamp = stamp_of(batch->stamp_base, i);
		if (block->survives && !with_survivors)
			continue;
		if (!stamp_holds(block->start, block->bytes, stamp))
			fail("block %llu of %u bytes no longer holds what was written", (unsigned long long)i,
			     block->bytes);
		check_add(&worker->check, (uint64_t)block->bytes << 8 | stamp);
		free(block->start);
		block->start = NULL;
		freed++;
	}
	return freed;
}

static void cycle(struct worker *worker)
{
	const struct reuse *reuse = worker->crew->shared;
	struct batch *batch = worker->state;
	for (uint64_t i = 0; i < reuse->cycles; i++) {
		allocate_missing(worker, batch);
		worker->operations += verify_and_free(worker, batch, false);
	}
}

static void take_over(struct worker *worker)
{
	allocate_missing(worker, batch_of(worker));
}

static void end_batch(struct worker *worker)
{
	worker->operations += verify_and_free(worker, batch_of(worker), true);
}

/* Every node of the run has a row, also one that owns nothing. */
static void name_nodes(const struct run *run, struct census *census)
{
	for (unsigned i = 0; i < run->thread_count; i++)
		census_add_node(census, run->threads[i].node);
}

/* What successors allocated; survivors are the owner's. */
static void count_taken_over(struct worker *worker)
{
	struct reuse *reuse = worker->crew->shared;
	const struct run *run = worker->run;
	name_nodes(run, reuse->taken_over);
	for (unsigned pair = 0; pair < run->thread_count / 2; pair++) {
		const struct batch *batch = batch_of_pair(worker, pair);
		unsigned node = run->threads[pair_thread(run, pair, REUSE_SUCCESSOR)].node;
		for (uint64_t i = 0; i < run->operations; i++)
			if (!batch->blocks[i].survives)
				census_add(reuse->taken_over, node, batch->blocks[i].start, batch->blocks[i].bytes);
	}
	census_finish(reuse->taken_over);
}

static void run_pass(struct worker *worker)
{
	pairs_work_in_order(worker, REUSE_OWNER, draw_batch);
	pairs_work_in_order(worker, REUSE_OWNER, cycle);
	pairs_work_in_order(worker, REUSE_SUCCESSOR, take_over);
	if (worker_is_first(worker) && !worker_is_warmup(worker))
		count_taken_over(worker);
	pairs_work_in_order(worker, REUSE_SUCCESSOR, end_batch);
}

static void reuse_body(struct worker *worker)
{
	worker->state = worker->spec->role_index == REUSE_OWNER ? reserve_batch(worker) : NULL;
	worker_open(worker);
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		run_pass(worker);
		/* Counted where blocks are freed. */
		worker_end_pass(worker, 0);
	}
	worker_close(worker, 0);
}

static void reuse_run(struct run *run)
{
	struct reuse reuse = {
		.cycles = (uint64_t)run_integer(run, "cycles"),
		.survivors = (uint32_t)run_integer(run, "survivors"),
		.taken_over = census_reserve(CENSUS_BLOCKS, run->operations * run->thread_count / 2),
	};
	struct crew crew = {.run = run, .measure = "reuse", .body = reuse_body, .shared = &reuse};
	sizes_parse(&reuse.sizes, run_text(run, "sizes"));
	crew_run(&crew);
	output_census(&run->out, "taken-over", "allocator", "taken-over", reuse.taken_over);
}

static void reuse_validate(const struct run *run)
{
	pairs_validate(run);
	if (run->operations > BATCH_LIMIT)
		refuse("--operations: a batch of %llu blocks is too big: use at most %d",
		       (unsigned long long)run->operations, BATCH_LIMIT);
}

static const char *const roles[] = {"owner", "successor", NULL};

static const struct parameter parameters[] = {
	{
		.name = "sizes",
		.help = SIZES_HELP,
		.type = PARAMETER_TEXT,
		.fallback = "fixed:4000",
		.unit = "bytes",
		.pattern = SIZES_PATTERN,
		.example = "fixed:20000",
		.accept = sizes_accept,
	},
	{
		.name = "cycles",
		.help = "how often the owner allocates, writes and frees the batch before the successor allocates it",
		.type = PARAMETER_INTEGER,
		.fallback = "100",
		.unit = "cycles",
		.min = 0,
		.max = 1000000,
	},
	{
		.name = "survivors",
		.help = "share of the batch, drawn by the seed, that the owner allocates in the first cycle and never frees; "
			"nobody else allocates it",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "per mille",
		.min = 0,
		.max = 1000,
	},
	{0},
};

const struct workload reuse_workload = {
	.name = "reuse",
	.summary = "a thread allocates and frees a batch again and again, then another allocates it",
	.operation = "one block allocated, written, read and freed, by either thread",
	.notes = "--operations is the number of blocks of a batch. The k-th owner and the k-th\n"
		 "successor listed share one; pairs work one after the other, so that counts\n"
		 "do not depend on the schedule. A thread allocates the whole batch, then frees\n"
		 "the whole batch, in the same order. When successors have allocated, it is\n"
		 "counted where their blocks lie (taken-over), added up over the samples.\n"
		 "An allocator may remember cycles of earlier passes: use --samples 1\n"
		 "--warmup 0 to know how many there were.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_REMOTE | PLACEMENT_SPREAD | PLACEMENT_INTERLEAVE,
	.modes = MODE_COUNT,
	.min_threads = 2,
	.schedule_dependent = false,
	.default_operations = 4,
	.parameters = parameters,
	.validate = reuse_validate,
	.run = reuse_run,
};

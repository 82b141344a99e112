/*
 * Blocks cross nodes: a producer allocates and writes them, a consumer reads and frees them. The k-th producer
 * listed and the k-th consumer listed share one ring.
 */
#include "remote-free.h"

#include "census/output.h"
#include "harness/fail.h"
#include "harness/reserve.h"
#include "workloads/shared/pairs.h"

enum { KEPT_BLOCKS_LIMIT = 1 << 22 };

/* Streams of random numbers; below 1000 they belong to threads. */
enum { STREAM_SIZES = 1000, STREAM_SURVIVORS = 2000 };

static struct remote_free_end *open_end(struct worker *worker)
{
	const struct remote_free *remote_free = worker->crew->shared;
	struct run *run = worker->run;
	struct remote_free_end *end = reserve(sizeof *end);
	struct random sizes;
	end->role = (enum remote_free_role)worker->spec->role_index;
	end->pair = pair_of(run, worker->index);
	end->touch = remote_free->touch;
	end->tokens_only = remote_free->tokens_only;
	random_seed(&sizes, run->seed, STREAM_SIZES + end->pair);
	end->stamp_base = random_next(&sizes);
	random_seed(&end->random, run->seed, STREAM_SURVIVORS + end->pair);
	end->latency = reserve(sizeof *end->latency);
	if (end->role == REMOTE_FREE_CONSUMER) {
		end->held = reserve(run->mode == MODE_COUNT ? run->operations * sizeof *end->held : 1);
		return end;
	}
	end->ring = ring_reserve(remote_free->ring_capacity);
	end->sizes = reserve(REMOTE_FREE_SIZES * sizeof *end->sizes);
	for (uint32_t i = 0; i < REMOTE_FREE_SIZES; i++)
		end->sizes[i] = sizes_draw(&remote_free->sizes, &sizes);
	return end;
}

/* The ring lies on the producer's node; the consumer finds it once all ends are open. */
static void find_ring(struct worker *worker, struct remote_free_end *end)
{
	for (unsigned i = 0; !end->ring && i < worker->run->thread_count; i++) {
		const struct remote_free_end *other = crew_worker(worker->crew, i)->state;
		if (other->role == REMOTE_FREE_PRODUCER && other->pair == end->pair)
			end->ring = other->ring;
	}
}

static void remote_free_body(struct worker *worker)
{
	struct remote_free_end *end = open_end(worker);
	worker->state = end;
	worker_barrier(worker);
	find_ring(worker, end);
	worker_open(worker);
	while (worker_next_pass(worker)) {
		worker_begin_pass(worker);
		remote_free_stream(worker, end);
		/* A block is counted once, by who frees it. */
		worker_end_pass(worker, end->role == REMOTE_FREE_CONSUMER ? worker->run->operations : 0);
		if (worker->run->mode == MODE_COUNT)
			remote_free_reuse(worker, end);
		if (worker_is_warmup(worker))
			*end->latency = (struct histogram){0};
	}
	worker_close(worker, 0);
}

static void output_latencies(struct crew *crew)
{
	static const char *const measures[] = {[REMOTE_FREE_PRODUCER] = "malloc", [REMOTE_FREE_CONSUMER] = "free"};
	for (unsigned role = 0; role < 2; role++) {
		struct histogram *all = reserve(sizeof *all);
		for (unsigned i = 0; i < crew->run->thread_count; i++) {
			const struct remote_free_end *end = crew_worker(crew, i)->state;
			if (end->role == role)
				histogram_merge(all, end->latency);
		}
		output_histogram(&crew->run->out, measures[role], all);
	}
}

/* In the order of enum touch. */
static const char *const touches[] = {"none", "first-byte", "all", NULL};

enum calls { CALLS_MALLOC_FREE, CALLS_NONE };
static const char *const calls[] = {"malloc-free", "none", NULL};

static void remote_free_run(struct run *run)
{
	bool counts = run->mode == MODE_COUNT;
	size_t counted = counts ? run->operations * run->thread_count / 2 : 0;
	struct remote_free remote_free = {
		.ring_capacity = (uint32_t)run_integer(run, "ring"),
		/* First touch decides where a block lies: where that is counted, blocks are written. */
		.touch = counts ? TOUCH_ALL : (enum touch)run_choice(run, "touch"),
		.tokens_only = run->mode == MODE_THROUGHPUT && run_choice(run, "calls") == CALLS_NONE,
		.turn = (uint32_t)run_integer(run, "turn"),
		.survivors = (uint32_t)run_integer(run, "survivors"),
		.sent = census_reserve(CENSUS_BLOCKS, counted),
		.received = census_reserve(CENSUS_BLOCKS, counted),
		.reallocated = census_reserve(CENSUS_BLOCKS, counted),
	};
	struct crew crew = {.run = run, .measure = "remote-free", .body = remote_free_body, .shared = &remote_free};
	sizes_parse(&remote_free.sizes, run_text(run, "sizes"));
	remote_free_plan_turns(&remote_free, run);
	crew_run(&crew);
	if (run->mode == MODE_LATENCY)
		output_latencies(&crew);
	if (run->mode != MODE_COUNT)
		return;
	output_census(&run->out, "sent", "allocator", "passed-on", remote_free.sent);
	output_census(&run->out, "received", "receiver", "passed-on", remote_free.received);
	output_census(&run->out, "reallocated", "allocator", "reallocated", remote_free.reallocated);
}

static void remote_free_validate(const struct run *run)
{
	pairs_validate(run);
	if (run->mode == MODE_COUNT && run->operations > KEPT_BLOCKS_LIMIT)
		refuse("--operations: %llu is too many in mode count, where all blocks are kept: use at most %d",
		       (unsigned long long)run->operations, KEPT_BLOCKS_LIMIT);
	if (run_integer(run, "turn") && run->mode != MODE_COUNT)
		refuse("--turn: %s: threads that wait for their turn cannot be timed: use --mode count or --turn 0",
		       run_text(run, "turn"));
}

static const char *const roles[] = {"producer", "consumer", NULL};

static const struct parameter parameters[] = {
	{
		.name = "sizes",
		.help = SIZES_HELP,
		.type = PARAMETER_TEXT,
		.fallback = "fixed:500",
		.unit = "bytes",
		.pattern = SIZES_PATTERN,
		.example = "fixed:4000",
		.accept = sizes_accept,
	},
	{
		.name = "ring",
		.help = "how many blocks a ring holds; a sleeper is woken when half of them are ready for it",
		.type = PARAMETER_INTEGER,
		.fallback = "256",
		.unit = "blocks",
		.min = 1,
		.max = 1 << 20,
	},
	{
		.name = "touch",
		.help = "what is written to a new block, and read by who frees it before that; mode count writes and reads all of it",
		.type = PARAMETER_CHOICE,
		.fallback = "all",
		.choices = touches,
		.modes = MODE_THROUGHPUT | MODE_LATENCY,
	},
	{
		.name = "calls",
		.help = "none: the same slots go through the ring without a block, a touch, malloc or free: what the ring takes",
		.type = PARAMETER_CHOICE,
		.fallback = "malloc-free",
		.choices = calls,
		.modes = MODE_THROUGHPUT,
	},
	{
		.name = "survivors",
		.help = "mode count: share of the received blocks, drawn by the seed, that is not freed before consumers "
			"allocate as many blocks again as they freed",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "per mille",
		.modes = MODE_COUNT,
		.min = 0,
		.max = 1000,
	},
	{
		.name = "turn",
		.help = "blocks after which a producer, or a consumer that frees or allocates, hands the run on to another pair, in an "
			"order drawn from the seed, so that counts do not depend on the schedule; 0 lets threads race; count mode only",
		.type = PARAMETER_INTEGER,
		.fallback = "0",
		.unit = "blocks",
		.modes = MODE_COUNT,
		.min = 0,
		.max = 100000000,
	},
	{0},
};

const struct workload remote_free_workload = {
	.name = "remote-free",
	.summary = "producers allocate and write blocks, consumers read and free them",
	.operation = "one block allocated and written by a producer, passed on, and read and freed by a consumer",
	.notes = "The k-th producer and the k-th consumer listed share a ring.\n"
		 "Throughput and latency: a consumer frees each block as it comes; all of it\n"
		 "is timed. Latency: malloc is that of producers, free that of consumers.\n"
		 "The time with --touch none less that with --calls none is malloc and a free by\n"
		 "another thread; what is left is the ring and the digest.\n"
		 "Mode count: a consumer keeps all blocks of a pass. With every thread asleep\n"
		 "it is counted where they lie, by the producer's node (sent) and the\n"
		 "consumer's (received). Then all but the survivors are freed, as many blocks\n"
		 "of the same sizes allocated and written (counted as reallocated), and all\n"
		 "freed. Placement is added up over the samples, memory is that of the last\n"
		 "one. With one pair only one thread at a time works on the heap, so that\n"
		 "nothing races; with several, --turn orders them.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_REMOTE | PLACEMENT_SPREAD | PLACEMENT_INTERLEAVE,
	.modes = MODE_COUNT | MODE_THROUGHPUT | MODE_LATENCY,
	.min_threads = 2,
	.schedule_dependent = true,
	.default_operations = 5000,
	.parameters = parameters,
	.validate = remote_free_validate,
	.run = remote_free_run,
};

/*
 * The malloc and pthread tests that the musl community compares libcs with, written from their parameters: numbers and
 * sizes of blocks, orders of freeing, numbers of threads.
 */
#include "classic.h"

#include <string.h>
#include "harness/fail.h"

struct classic {
	const struct classic_test *test;
	uint64_t steps;
};

static const struct classic_test *const tables[] = {classic_block_tests, classic_slot_tests, classic_pthread_tests};

static const struct classic_test *find_test(const char *name)
{
	for (unsigned i = 0; i < sizeof tables / sizeof *tables; i++)
		for (const struct classic_test *test = tables[i]; test->name; test++)
			if (!strcmp(test->name, name))
				return test;
	fail("bug: classic has no test %s", name);
}

static bool is_last_pass(const struct worker *worker)
{
	return worker->pass + 1 == worker->run->warmup + worker->run->samples;
}

static uint64_t live_bytes(const struct classic_test *test, const void *state)
{
	return test->live_bytes ? test->live_bytes(state) : 0;
}

static void run_once(struct worker *worker, const struct classic_test *test, void *state)
{
	worker_begin_pass(worker);
	test->run(state);
	if (test->release) {
		/* Tests that release are for one thread. */
		if (worker->run->mode == MODE_COUNT && is_last_pass(worker))
			run_checkpoint(worker->run, "full", live_bytes(test, state));
		test->release(state);
	}
	worker_end_pass(worker, 1);
	worker_barrier(worker);
}

static void classic_body(struct worker *worker)
{
	const struct classic *classic = worker->crew->shared;
	const struct classic_test *test = classic->test;
	void *state = test->open(worker, test->shape, classic->steps);
	worker_open(worker);
	while (worker_next_pass(worker)) {
		run_once(worker, test, state);
		if (!is_last_pass(worker))
			test->clean(state, &worker->check);
	}
	worker_close(worker, live_bytes(test, state));
	test->clean(state, &worker->check);
}

static void classic_run(struct run *run)
{
	struct classic classic = {
		.test = find_test(run_text(run, "test")),
		.steps = (uint64_t)run_integer(run, "steps"),
	};
	struct crew crew = {.run = run, .measure = classic.test->name, .body = classic_body, .shared = &classic};
	crew_run(&crew);
}

static void classic_validate(const struct run *run)
{
	const struct classic_test *test = find_test(run_text(run, "test"));
	if (run->thread_count < test->threads || (test->threads == 1 && run->thread_count > 1))
		refuse("--threads: %u listed, but test %s is for %s", run->thread_count, test->name,
		       test->threads == 1 ? "one" : "two or more");
	if (run->operations != 1)
		refuse("--operations: %llu: the test says how much is done, and a pass is one run of it: use 1",
		       (unsigned long long)run->operations);
}

static const char *const roles[] = {"worker", NULL};
static const char *const tests[] = {"sparse",
				    "bubble",
				    "tiny",
				    "tiny-stride",
				    "big",
				    "big-stride",
				    "slots-shared",
				    "slots-local",
				    "create-join",
				    "create-join-batch",
				    "lock",
				    "lock-single-threaded",
				    NULL};

static const struct parameter parameters[] = {
	{
		.name = "test",
		.help = "which of the tests; --help says what each does",
		.type = PARAMETER_CHOICE,
		.fallback = "sparse",
		.choices = tests,
	},
	{
		.name = "steps",
		.help = "tests slots-shared and slots-local: slots emptied or filled per thread",
		.type = PARAMETER_INTEGER,
		.fallback = "100000",
		.unit = "steps",
		.min = 1,
		.max = 10000000,
	},
	{0},
};

const struct workload classic_workload = {
	.name = "classic",
	.summary = "the small malloc and pthread tests that libcs are compared with",
	.operation = "one run of the test by one thread",
	.notes = "Written from the parameters of the tests known under the names at the\n"
		 "right; what they print cannot be compared number by number.\n"
		 "  sparse        10,000 blocks of 4000 B written, all but\n"
		 "                each 150th freed                        malloc_sparse\n"
		 "  bubble        the same, all but the last freed        malloc_bubble\n"
		 "  tiny          10,000 blocks of 16, 32, 48, 64, 16, ... B,\n"
		 "                freed in order                          malloc_tiny1\n"
		 "  tiny-stride   block 1, 58, ... freed until the walk comes\n"
		 "                to block 0: 2,807 of them               malloc_tiny2\n"
		 "  big           2,000 blocks of 16, 32, 48, 64, 16, ... KiB,\n"
		 "                freed in order                          malloc_big1\n"
		 "  big-stride    as tiny-stride: 807 of them             malloc_big2\n"
		 "  slots-shared  two threads (or more) empty a slot of 300 that\n"
		 "                holds a block, or put one below 500 B\n"
		 "                into it; they share the slots           malloc_thread_stress\n"
		 "  slots-local   the same with 300 slots each            malloc_thread_local\n"
		 "  create-join   2,500 threads, each joined before the\n"
		 "                next                         pthread_createjoin_serial1\n"
		 "  create-join-batch\n"
		 "                50 times 50 threads          pthread_createjoin_serial2\n"
		 "  lock          a million times locked and unlocked, by a\n"
		 "                created thread               pthread_uselesslock\n"
		 "  lock-single-threaded\n"
		 "                the same in a process that never had a second\n"
		 "                thread, where a libc may skip atomics\n"
		 "Blocks of sparse and bubble alone are written. Mode count also writes those\n"
		 "of the slots, and reads what is written back before it is freed.\n"
		 "Mode count: checkpoint full is before the first free, end is after the last\n"
		 "pass, with what the test keeps.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_REMOTE | PLACEMENT_SPREAD | PLACEMENT_INTERLEAVE,
	.modes = MODE_COUNT | MODE_THROUGHPUT,
	.min_threads = 1,
	.schedule_dependent = true,
	.default_operations = 1,
	.parameters = parameters,
	.validate = classic_validate,
	.run = classic_run,
};

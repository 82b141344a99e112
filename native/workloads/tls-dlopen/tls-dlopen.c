/*
 * One thread opens a module that has thread-local storage, and all threads write theirs. Who allocates the storage
 * of a thread, and who writes it first, is the libc's choice, and with it where it lies: the thread that opens the
 * module, the thread's creator, or the thread itself.
 */
#include <stdbool.h>
#include "census/output.h"
#include "harness/crew.h"
#include "harness/fail.h"
#include "harness/stamp.h"
#include "tls-dlopen.h"

enum when { WHEN_THREADS_EXIST, WHEN_BEFORE_THREADS };

struct tls_dlopen {
	enum when when;
	size_t bytes;
	tls_storage_function *storage_of_caller;
	struct census *initialised;
	struct census *zeroed;
};

/* Each thread has storage of its own, with the values that the module gives it. */
static void require_untouched(const struct tls_dlopen *shared, const struct tls_storage *storage)
{
	if (!stamp_holds(storage->initialised, shared->bytes, TLS_STORAGE_INITIAL))
		fail("thread-local storage of the module lacks its initial values");
	if (!stamp_holds(storage->zeroed, shared->bytes, 0))
		fail("thread-local storage of the module is not zero");
}

static void write_storage(const struct tls_dlopen *shared, const struct tls_storage *storage, unsigned char stamp)
{
	stamp_fill(storage->initialised, shared->bytes, stamp);
	stamp_fill(storage->zeroed, shared->bytes, stamp);
}

/* After all have written: what another thread wrote into the same storage would be seen. */
static void require_written(const struct tls_dlopen *shared, const struct tls_storage *storage, unsigned char stamp)
{
	if (!stamp_holds(storage->initialised, shared->bytes, stamp) || !stamp_holds(storage->zeroed, shared->bytes, stamp))
		fail("two threads have the same thread-local storage");
}

static void run_pass(struct worker *worker, const struct tls_storage *storage)
{
	const struct tls_dlopen *shared = worker->crew->shared;
	uint64_t operations = worker->run->operations;
	worker_begin_pass(worker);
	for (uint64_t i = 0; i < operations; i++) {
		unsigned char stamp = stamp_of(worker->run->seed + worker->index, worker->pass * operations + i);
		write_storage(shared, storage, stamp);
		worker_barrier(worker);
		require_written(shared, storage, stamp);
		check_add(&worker->check, stamp);
		worker_barrier(worker);
	}
	worker_end_pass(worker, operations);
}

static void count_placement(struct crew *crew)
{
	struct tls_dlopen *shared = crew->shared;
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		const struct worker *worker = crew_worker(crew, i);
		const struct tls_storage *storage = worker->state;
		census_add(shared->initialised, worker->spec->node, storage->initialised, shared->bytes);
		census_add(shared->zeroed, worker->spec->node, storage->zeroed, shared->bytes);
	}
	census_finish(shared->initialised);
	census_finish(shared->zeroed);
}

static void tls_dlopen_body(struct worker *worker)
{
	struct tls_dlopen *shared = worker->crew->shared;
	struct tls_storage storage;
	worker->state = &storage;
	worker_open(worker);
	if (worker_is_first(worker) && shared->when == WHEN_THREADS_EXIST)
		shared->storage_of_caller = tls_module_open();
	worker_barrier(worker);
	shared->storage_of_caller(&storage);
	require_untouched(shared, &storage);
	while (worker_next_pass(worker))
		run_pass(worker, &storage);
	worker_close(worker, 0);
	if (worker_is_first(worker))
		count_placement(worker->crew);
	worker_barrier(worker);
}

static void tls_dlopen_run(struct run *run)
{
	struct tls_dlopen shared = {
		.when = (enum when)run_choice(run, "when"),
		.bytes = (size_t)run_integer(run, "bytes"),
		.initialised = census_reserve(CENSUS_OTHER_MEMORY, run->thread_count),
		.zeroed = census_reserve(CENSUS_OTHER_MEMORY, run->thread_count),
	};
	struct crew crew = {.run = run, .measure = "tls", .body = tls_dlopen_body, .shared = &shared};
	tls_module_require();
	if (shared.when == WHEN_BEFORE_THREADS)
		shared.storage_of_caller = tls_module_open();
	crew_run(&crew);
	output_census(&run->out, "tls-initialised", "receiver", "end", shared.initialised);
	output_census(&run->out, "tls-zeroed", "receiver", "end", shared.zeroed);
}

static const char *const roles[] = {"worker", NULL};
/* In the order of their enum. */
static const char *const whens[] = {"threads-exist", "before-threads", NULL};

static const struct parameter parameters[] = {
	{
		.name = "when",
		.help = "threads-exist: the first thread opens the module when all exist; before-threads: the main thread, on the "
			"first thread's CPU, opens it and then creates them",
		.type = PARAMETER_CHOICE,
		.fallback = "threads-exist",
		.choices = whens,
	},
	{
		.name = "bytes",
		.help = "what each thread writes of each of the two parts of its storage",
		.type = PARAMETER_INTEGER,
		.fallback = "65536",
		.unit = "bytes",
		.min = 1,
		.max = TLS_STORAGE_BYTES,
	},
	{0},
};

const struct workload tls_dlopen_workload = {
	.name = "tls-dlopen",
	.summary = "one thread opens a module with thread-local storage, and all threads write theirs",
	.operation = "a thread's thread-local storage of the module written and read back",
	.notes = "The module has two parts of 64 KiB per thread, each on pages of its own: one\n"
		 "with initial values (placement `tls-initialised`), one of zeros (`tls-zeroed`).\n"
		 "The owner of storage is the thread it belongs to. A static program can open no\n"
		 "module: exit 77.",
	.roles = roles,
	.placements = PLACEMENT_LOCAL | PLACEMENT_SPREAD,
	.modes = MODE_COUNT,
	.min_threads = 2,
	.schedule_dependent = false,
	.default_operations = 4,
	.parameters = parameters,
	.run = tls_dlopen_run,
};

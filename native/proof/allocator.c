/* Which allocator answers malloc: each known one is asked in turn, with the same blocks. */
#include "allocator.h"

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "harness/fail.h"

enum { MOVE_BYTES = 3000, MOVE_COUNT = 8 };

struct memory memory_before, memory_after;

static const size_t sizes[] = {
	1,    8,    16,	  17,	24,   32,   48,	   64,	  100,	  128,	  200,	   256,	   500,	   512,
	1000, 1024, 2000, 4000, 4096, 8192, 9000,  16384, 20000,  60000,  131051,  131072, 200000, 1 << 20,
};

/* Every way to a block, and sizes on both sides of the thresholds to mmap. */
static void *by_malloc(size_t bytes)
{
	return malloc(bytes);
}

static void *by_calloc(size_t bytes)
{
	return calloc(bytes / 4, 4);
}

static void *by_realloc(size_t bytes)
{
	return realloc(malloc(16), bytes);
}

static void *allocate(void *bytes)
{
	return malloc(*(size_t *)bytes);
}

static void *by_thread(size_t bytes)
{
	pthread_t thread;
	void *block;
	if (pthread_create(&thread, NULL, allocate, &bytes) || pthread_join(thread, &block))
		fail("no thread to ask which allocator serves a second thread");
	return block;
}

static const struct {
	void *(*get)(size_t bytes);
	size_t bytes;
} ways[] = {
	{by_malloc, 24},   {by_malloc, 3000},	{by_malloc, 40000}, {by_malloc, 200000},
	{by_calloc, 1200}, {by_realloc, 70000}, {by_thread, 100},   {by_thread, 200000},
};

enum { PROBES = sizeof ways / sizeof *ways };

static struct probe probes[PROBES];

/* The blocks are kept: this process is about to end. */
static void take_probes(void)
{
	for (size_t i = 0; i < PROBES; i++) {
		void *block = ways[i].get(ways[i].bytes);
		if (!block)
			fail("no block of %zu bytes while the allocator was asked what it is", ways[i].bytes);
		probes[i] = (struct probe){block, malloc_usable_size(block)};
	}
}

static void fingerprint(struct proof *proof)
{
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		void *block = malloc(sizes[i]);
		if (!block)
			fail("malloc(%zu) failed while the allocator was asked what it is", sizes[i]);
		proof->sizes[i].requested = sizes[i];
		proof->sizes[i].usable = malloc_usable_size(block);
	}
	proof->size_count = sizeof sizes / sizeof *sizes;
}

/* Does the counter move by what is allocated, give or take the size classes? */
static bool moves(uint64_t (*counter)(void))
{
	static void *volatile blocks[MOVE_COUNT];
	uint64_t before = counter();
	for (int i = 0; i < MOVE_COUNT; i++)
		if (!(blocks[i] = malloc(MOVE_BYTES)))
			fail("malloc(%d) failed while the allocator was asked what it is", MOVE_BYTES);
	uint64_t distance = counter() - before;
	return distance >= MOVE_COUNT * MOVE_BYTES && distance < 2 * MOVE_COUNT * MOVE_BYTES;
}

static size_t count_owned(bool (*owns)(const struct probe *probe))
{
	size_t count = 0;
	for (size_t i = 0; i < PROBES; i++)
		count += owns(&probes[i]);
	return count;
}

static bool is(const struct allocator *allocator, struct proof *proof)
{
	if (!allocator->answers(proof))
		return false;
	if (allocator->allocated && !moves(allocator->allocated))
		return false;
	return count_owned(allocator->owns) == PROBES;
}

void proof_take_version_of_libc(struct proof *proof)
{
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, proof->libc_version);
}

bool proof_sizes_follow(const struct proof *proof, size_t (*law)(size_t requested))
{
	for (size_t i = 0; i < proof->size_count; i++)
		if (proof->sizes[i].usable != law(proof->sizes[i].requested))
			return false;
	return true;
}

static bool answers_never_asked(struct proof *proof)
{
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, "unknown");
	return true;
}

/* Memory from the kernel that nobody had before malloc; an allocator that reserves early has fewer such blocks. */
static bool lies_in_new_memory(const struct probe *probe)
{
	return memory_bytes_in(&memory_after, probe->block, probe->usable_bytes, mapping_is_anonymous) ==
		       probe->usable_bytes &&
	       !memory_bytes_in(&memory_before, probe->block, probe->usable_bytes, mapping_is_writable);
}

static const struct allocator unknown_allocator = {
	.name = "unknown",
	.answers = answers_never_asked,
	.owns = lies_in_new_memory,
	.evidence = "no known allocator answered, counted and owned the blocks",
	.ownership = "private anonymous memory or the brk heap, not mapped before, holds",
};

extern const struct allocator jemalloc_allocator;
extern const struct allocator mimalloc_allocator;
extern const struct allocator tcmalloc_allocator;
extern const struct allocator glibc_allocator;
extern const struct allocator mallocng_allocator;
extern const struct allocator oldmalloc_allocator;

static const struct allocator *const known[] = {
	&jemalloc_allocator, &mimalloc_allocator, &tcmalloc_allocator,
	&glibc_allocator,    &mallocng_allocator, &oldmalloc_allocator,
};

void proof_ask_allocator(struct proof *proof)
{
	const struct allocator *allocator = &unknown_allocator;
	memory_read(&memory_before);
	fingerprint(proof);
	take_probes();
	memory_read(&memory_after);
	for (size_t i = 0; i < sizeof known / sizeof *known && allocator == &unknown_allocator; i++)
		if (is(known[i], proof))
			allocator = known[i];
	if (allocator == &unknown_allocator)
		allocator->answers(proof);
	proof_copy(proof->allocator_name, sizeof proof->allocator_name, allocator->name);
	proof_copy(proof->allocator_evidence, sizeof proof->allocator_evidence, allocator->evidence);
	snprintf(proof->allocator_ownership, sizeof proof->allocator_ownership, "%s %zu of %d blocks",
		 allocator->ownership, count_owned(allocator->owns), PROBES);
	if (allocator->describe)
		allocator->describe(proof);
}

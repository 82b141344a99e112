#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include "harness/fail.h"
#include "content.h"
#include "threads.h"
#include "draw.h"
#include "child-process.h"
#include "table.h"
#include "violation.h"

enum { FORKS = 100, CHILD_LIMIT_S = 10, LIVE = 64, DOUBLINGS = 11, LARGE = 300000, CHILD_BLOCKS = 60, SEED = 4 };

static bool stop;

/* A block of the parent, which each child has a copy of. */
static void *inherited;

/* Nothing else, so that most of the time a thread is inside the allocator, with whatever it locks there. */
static void *keep_allocating(void *number)
{
	struct random random;
	void *blocks[LIVE];
	size_t bytes[LIVE];
	random_seed(&random, SEED, (uintptr_t)number);
	for (unsigned i = 0; i < LIVE; i++)
		bytes[i] = i ? draw_size(&random, DOUBLINGS) : LARGE;
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		for (unsigned i = 0; i < LIVE; i++)
			blocks[i] = require_block(malloc(bytes[i]), "malloc", bytes[i]);
		for (unsigned i = 0; i < LIVE; i++)
			free(blocks[i]);
	}
	return NULL;
}

/* Ends as programs do, with exit: what runs then may call free as well. */
static void allocate_and_exit(void)
{
	void *blocks[CHILD_BLOCKS];
	drop_block(inherited, LARGE, 1);
	for (unsigned i = 0; i < CHILD_BLOCKS; i++)
		blocks[i] = make_block(1 + i * i * 4, i);
	blocks[0] = require_block(realloc(blocks[0], LARGE), "realloc", LARGE);
	content_require(blocks[0], 1, 0, "in a forked child a block");
	free(blocks[0]);
	for (unsigned i = 1; i < CHILD_BLOCKS; i++)
		drop_block(blocks[i], 1 + i * i * 4, i);
	exit(EXIT_DONE);
}

static void fork_once(void)
{
	char text[64];
	pid_t child = child_process_start(allocate_and_exit);
	if (child < 0)
		violation("fork failed while other threads allocate");
	struct ending ending = child_process_wait(child, CHILD_LIMIT_S);
	/* The child may have said itself what is wrong; then this sentence is not kept. */
	if (ending.state != ENDING_EXITED || ending.value != EXIT_DONE) {
		ending_describe(ending, text, sizeof text);
		violation("a child forked while other threads allocate, which allocates and exits, was %s", text);
	}
}

/*
 * POSIX promises a child of many threads nothing but exec. Every libc and allocator here promises malloc as well, and programs
 * rely on it: whoever holds a lock at the moment of fork must not hold it for ever in the child.
 */
void check_fork_among_threads(void)
{
	struct threads threads;
	inherited = make_block(LARGE, 1);
	threads_start(&threads, keep_allocating);
	for (int i = 0; i < FORKS; i++)
		fork_once();
	drop_block(inherited, LARGE, 1);
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	threads_join(&threads);
}

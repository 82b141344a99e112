/* Threads, two of them by custom, replace the blocks of random slots, of one table that they share or of a table each. */
#include <stdbool.h>
#include <stdlib.h>
#include <pthread.h>
#include "harness/fail.h"
#include "harness/reserve.h"
#include "harness/stamp.h"
#include "classic.h"

enum { SLOTS = 300, SIZE_BELOW = 500 };

struct slot {
	/* Of the shared table only. */
	pthread_mutex_t lock;
	unsigned char *block;
	uint16_t bytes;
	unsigned char stamp;
};

struct step {
	uint16_t slot;
	uint16_t bytes;
	unsigned char stamp;
};

struct slots {
	struct slot *table;
	bool shared;
	bool answers_for_table;
	struct step *steps;
	uint64_t count;
	bool wrong;
};

static const bool is_shared = true;
static const bool is_local = false;

static struct slot *reserve_table(void)
{
	struct slot *table = reserve(SLOTS * sizeof *table);
	for (unsigned i = 0; i < SLOTS; i++)
		if (pthread_mutex_init(&table[i].lock, NULL))
			fail("pthread_mutex_init failed");
	return table;
}

/* The first thread brings the shared table; the other one finds it when both have come. */
static struct slot *find_table(const struct worker *worker, bool shared)
{
	static struct slot *table;
	if (!shared)
		return reserve_table();
	if (worker->index == 0)
		table = reserve_table();
	barrier_wait(&worker->crew->barrier);
	return table;
}

static void *open_slots(const struct worker *worker, const void *shape, uint64_t steps)
{
	struct slots *s = reserve(sizeof *s);
	struct random random;
	s->shared = *(const bool *)shape;
	s->table = find_table(worker, s->shared);
	s->answers_for_table = !s->shared || worker->index == 0;
	s->count = steps;
	s->steps = reserve(steps * sizeof *s->steps);
	random_seed(&random, worker->run->seed, worker->index);
	for (uint64_t i = 0; i < steps; i++)
		s->steps[i] = (struct step){
			.slot = (uint16_t)random_below(&random, SLOTS),
			.bytes = (uint16_t)(1 + random_below(&random, SIZE_BELOW - 1)),
			.stamp = (unsigned char)random_next(&random),
		};
	return s;
}

static struct slot exchange(struct slot *slot, struct slot new, bool shared)
{
	if (shared)
		pthread_mutex_lock(&slot->lock);
	struct slot old = {.block = slot->block, .bytes = slot->bytes, .stamp = slot->stamp};
	slot->block = new.block;
	slot->bytes = new.bytes;
	slot->stamp = new.stamp;
	if (shared)
		pthread_mutex_unlock(&slot->lock);
	return old;
}

static void replace(struct slots *s, const struct step *step)
{
	struct slot new = {.block = malloc(step->bytes), .bytes = step->bytes, .stamp = step->stamp};
	if (__builtin_expect(!new.block, 0))
		fail("malloc(%u) failed", step->bytes);
	stamp_fill(new.block, new.bytes, new.stamp);
	struct slot old = exchange(&s->table[step->slot], new, s->shared);
	if (!old.block)
		return;
	s->wrong |= !stamp_holds(old.block, old.bytes, old.stamp);
	free(old.block);
}

static void run_steps(void *state)
{
	struct slots *s = state;
	for (uint64_t i = 0; i < s->count; i++)
		replace(s, &s->steps[i]);
}

static uint64_t live_bytes(const void *state)
{
	const struct slots *s = state;
	uint64_t bytes = 0;
	for (unsigned i = 0; s->answers_for_table && i < SLOTS; i++)
		bytes += s->table[i].block ? s->table[i].bytes : 0;
	return bytes;
}

/* The digest is of what was asked for: in the shared table the schedule decides which block meets which. */
static void clean(void *state, struct check *check)
{
	struct slots *s = state;
	for (uint64_t i = 0; i < s->count; i++)
		check_add(check, (uint64_t)s->steps[i].slot << 24 | s->steps[i].bytes << 8 | s->steps[i].stamp);
	for (unsigned i = 0; s->answers_for_table && i < SLOTS; i++) {
		struct slot *slot = &s->table[i];
		s->wrong |= slot->block && !stamp_holds(slot->block, slot->bytes, slot->stamp);
		free(slot->block);
		slot->block = NULL;
	}
	if (s->wrong)
		fail("a block did not hold what was written into it");
}

#define TEST(name, shape) {name, 2, shape, open_slots, run_steps, NULL, live_bytes, clean}

const struct classic_test classic_slot_tests[] = {
	TEST("slots-shared", &is_shared),
	TEST("slots-local", &is_local),
	{0},
};

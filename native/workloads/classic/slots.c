/* Threads, two of them by custom, empty random slots that hold a block and fill those that hold none, of a table that they share or of one each. */
#include <stdbool.h>
#include <stdlib.h>
#include <pthread.h>
#include "harness/fail.h"
#include "harness/reserve.h"
#include "harness/stamp.h"
#include "classic.h"

enum { SLOTS = 300, SIZE_BELOW = 500 };

struct slot {
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
	/* Blocks are written and read back: not where that would be in the time. */
	bool written;
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
	bool shared = *(const bool *)shape;
	s->table = find_table(worker, shared);
	s->written = worker->run->mode == MODE_COUNT;
	s->answers_for_table = !shared || worker->index == 0;
	s->count = steps;
	s->steps = reserve(steps * sizeof *s->steps);
	random_seed(&random, worker->run->seed, worker->index);
	for (uint64_t i = 0; i < steps; i++)
		s->steps[i] = (struct step){
			.slot = (uint16_t)random_below(&random, SLOTS),
			.bytes = (uint16_t)random_below(&random, SIZE_BELOW),
			.stamp = (unsigned char)random_next(&random),
		};
	return s;
}

struct held {
	unsigned char *block;
	uint16_t bytes;
	unsigned char stamp;
};

static struct held take(struct slot *slot)
{
	pthread_mutex_lock(&slot->lock);
	struct held held = {slot->block, slot->bytes, slot->stamp};
	slot->block = NULL;
	pthread_mutex_unlock(&slot->lock);
	return held;
}

/* False where another thread came first. */
static bool put(struct slot *slot, struct held held)
{
	pthread_mutex_lock(&slot->lock);
	bool is_empty = !slot->block;
	if (is_empty) {
		slot->block = held.block;
		slot->bytes = held.bytes;
		slot->stamp = held.stamp;
	}
	pthread_mutex_unlock(&slot->lock);
	return is_empty;
}

static void give_back(struct slots *s, struct held held)
{
	if (s->written)
		s->wrong |= !stamp_holds(held.block, held.bytes, held.stamp);
	free(held.block);
}

static void step_once(struct slots *s, const struct step *step)
{
	struct slot *slot = &s->table[step->slot];
	struct held old = take(slot);
	if (old.block) {
		give_back(s, old);
		return;
	}
	struct held new = {malloc(step->bytes), step->bytes, step->stamp};
	if (__builtin_expect(!new.block, 0))
		fail("malloc(%u) failed", step->bytes);
	if (s->written)
		stamp_fill(new.block, new.bytes, new.stamp);
	if (!put(slot, new))
		give_back(s, new);
}

static void run_steps(void *state)
{
	struct slots *s = state;
	for (uint64_t i = 0; i < s->count; i++)
		step_once(s, &s->steps[i]);
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
		s->wrong |= s->written && slot->block && !stamp_holds(slot->block, slot->bytes, slot->stamp);
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

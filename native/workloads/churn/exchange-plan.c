/*
 * What exchange.c does is decided here, before the clock starts: the table of a pass, and what must be read back
 * from its blocks.
 */
#include "exchange.h"

#include <stdlib.h>
#include "harness/fail.h"
#include "harness/reserve.h"

struct exchange *exchange_reserve(const struct exchange_plan *plan, uint64_t seed, unsigned stream, bool latency)
{
	struct exchange *x = reserve(sizeof *x);
	x->plan = *plan;
	x->slots = reserve(plan->slot_count * sizeof *x->slots);
	x->table = reserve(plan->steps * sizeof *x->table);
	x->stamps = reserve(plan->slot_count);
	x->order = reserve(plan->slot_count * sizeof *x->order);
	for (uint32_t i = 0; i < plan->slot_count; i++)
		x->order[i] = i;
	random_seed(&x->random, seed, stream);
	x->salt = (uint32_t)random_next(&x->random) | 1;
	if (latency) {
		x->malloc_ns = reserve(sizeof *x->malloc_ns);
		x->free_ns = reserve(sizeof *x->free_ns);
	}
	return x;
}

static uint64_t replay_read(uint64_t expected, unsigned char stamp, enum touch touch)
{
	if (touch == TOUCH_NONE)
		return expected;
	expected = exchange_join(expected, stamp);
	return touch == TOUCH_ALL ? exchange_join(expected, stamp) : expected;
}

/* Distinct slots for one burst: the first steps of a Fisher-Yates shuffle. */
static void draw_slots(struct exchange *x, struct exchange_step *steps)
{
	uint32_t *order = x->order;
	for (uint32_t i = 0; i < x->plan.burst; i++) {
		uint32_t k = i + random_below(&x->random, x->plan.slot_count - i);
		uint32_t slot = order[k];
		order[k] = order[i];
		order[i] = slot;
		steps[i].slot = slot;
		steps[i].bytes = sizes_draw(&x->plan.sizes, &x->random);
	}
}

static void replay_burst(struct exchange *x, uint32_t from)
{
	for (uint32_t i = from; i < from + x->plan.burst; i++)
		x->expected = replay_read(x->expected, x->stamps[x->table[i].slot], x->plan.touch);
	for (uint32_t i = from; i < from + x->plan.burst; i++) {
		x->stamps[x->table[i].slot] = exchange_stamp(x, i);
		check_add(&x->check, (uint64_t)x->table[i].slot << 32 | x->table[i].bytes);
	}
}

void exchange_prepare(struct exchange *x)
{
	for (uint32_t i = 0; i < x->plan.steps; i += x->plan.burst) {
		draw_slots(x, &x->table[i]);
		replay_burst(x, i);
	}
}

void exchange_verify(const struct exchange *x)
{
	if (x->seen != x->expected)
		fail("a block did not hold what was written to it: read back %016llx, expected %016llx",
		     (unsigned long long)x->seen, (unsigned long long)x->expected);
}

uint64_t exchange_live_bytes(const struct exchange *x)
{
	uint64_t bytes = 0;
	for (uint32_t i = 0; i < x->plan.slot_count; i++)
		bytes += x->slots[i].bytes;
	return bytes;
}

void exchange_drain(struct exchange *x)
{
	for (uint32_t i = 0; i < x->plan.slot_count; i++) {
		const struct exchange_slot *slot = &x->slots[i];
		x->seen = exchange_read_back(x->seen, slot, x->plan.touch);
		x->expected = replay_read(x->expected, x->stamps[i], x->plan.touch);
		free(slot->block);
	}
	check_add(&x->check, x->seen);
}

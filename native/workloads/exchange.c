#include "exchange.h"

#include <stdlib.h>
#include "../harness/clock.h"
#include "../harness/fail.h"
#include "../harness/reserve.h"

/* Blocks by mode of the loop. All variants are inlined from one body, so that what is timed as empty is what is timed. */
enum blocks { BLOCKS_MALLOC, BLOCKS_TIMED, BLOCKS_EMPTY };

#define INLINE static inline __attribute__((always_inline))

INLINE unsigned char stamp_of(const struct exchange *x, uint32_t step)
{
	return (unsigned char)((step * x->salt) >> 8);
}

INLINE uint64_t join(uint64_t seen, unsigned char stamp)
{
	return random_rotate(seen, 5) + stamp;
}

static __attribute__((cold, noinline)) _Noreturn void fail_malloc(uint32_t bytes)
{
	fail("malloc(%u) failed", bytes);
}

INLINE uint64_t read_back(uint64_t seen, const struct exchange_slot *slot, enum touch touch)
{
	if (touch == TOUCH_NONE)
		return seen;
	seen = join(seen, *(volatile unsigned char *)slot->block);
	if (touch == TOUCH_ALL)
		seen = join(seen, *(volatile unsigned char *)(slot->block + slot->bytes - 1));
	return seen;
}

INLINE void release(struct exchange *x, struct exchange_slot *slot, enum blocks blocks)
{
	uint64_t begin_ns = blocks == BLOCKS_TIMED ? clock_now_ns() : 0;
	if (blocks != BLOCKS_EMPTY)
		free(slot->block);
	if (blocks == BLOCKS_TIMED)
		histogram_add(x->free_ns, clock_now_ns() - begin_ns);
}

INLINE unsigned char *acquire(struct exchange *x, const struct exchange_slot *slot, uint32_t bytes, enum blocks blocks)
{
	uint64_t begin_ns = blocks == BLOCKS_TIMED ? clock_now_ns() : 0;
	unsigned char *block = blocks == BLOCKS_EMPTY ? slot->block : malloc(bytes);
	if (blocks == BLOCKS_TIMED)
		histogram_add(x->malloc_ns, clock_now_ns() - begin_ns);
	TOUCH_OPAQUE(block);
	if (__builtin_expect(!block, 0))
		fail_malloc(bytes);
	return block;
}

INLINE void write_stamp(unsigned char *block, uint32_t bytes, unsigned char stamp, enum touch touch)
{
	if (touch == TOUCH_FIRST_BYTE)
		*(volatile unsigned char *)block = stamp;
	if (touch == TOUCH_ALL)
		touch_fill(block, bytes, stamp);
}

INLINE uint64_t free_burst(struct exchange *x, uint64_t seen, uint32_t from, uint32_t burst, enum touch touch,
			   enum blocks blocks)
{
	for (uint32_t i = from; i < from + burst; i++) {
		struct exchange_slot *slot = &x->slots[x->table[i].slot];
		seen = read_back(seen, slot, touch);
		release(x, slot, blocks);
	}
	return seen;
}

INLINE void malloc_burst(struct exchange *x, uint32_t from, uint32_t burst, enum touch touch, enum blocks blocks)
{
	for (uint32_t i = from; i < from + burst; i++) {
		struct exchange_step step = x->table[i];
		struct exchange_slot *slot = &x->slots[step.slot];
		slot->block = acquire(x, slot, step.bytes, blocks);
		slot->bytes = step.bytes;
		write_stamp(slot->block, step.bytes, stamp_of(x, i), touch);
		touch_think(x->plan.think);
	}
}

INLINE void run_steps(struct exchange *x, uint32_t from, uint32_t to, uint32_t burst, enum touch touch,
		      enum blocks blocks)
{
	uint64_t seen = x->seen;
	for (uint32_t i = from; i < to; i += burst) {
		seen = free_burst(x, seen, i, burst, touch, blocks);
		malloc_burst(x, i, burst, touch, blocks);
	}
	x->seen = seen;
}

/* One specialised loop per touch policy and for the common burst of one, so that the loop itself tests nothing. */
INLINE void run_blocks(struct exchange *x, uint32_t from, uint32_t to, enum blocks blocks)
{
	uint32_t burst = x->plan.burst;
	switch (x->plan.touch) {
	case TOUCH_NONE:
		burst == 1 ? run_steps(x, from, to, 1, TOUCH_NONE, blocks)
			   : run_steps(x, from, to, burst, TOUCH_NONE, blocks);
		return;
	case TOUCH_FIRST_BYTE:
		burst == 1 ? run_steps(x, from, to, 1, TOUCH_FIRST_BYTE, blocks)
			   : run_steps(x, from, to, burst, TOUCH_FIRST_BYTE, blocks);
		return;
	case TOUCH_ALL:
		burst == 1 ? run_steps(x, from, to, 1, TOUCH_ALL, blocks)
			   : run_steps(x, from, to, burst, TOUCH_ALL, blocks);
		return;
	}
}

void exchange_run(struct exchange *x, uint32_t from, uint32_t to)
{
	run_blocks(x, from, to, BLOCKS_MALLOC);
}

void exchange_run_latency(struct exchange *x, uint32_t from, uint32_t to)
{
	run_blocks(x, from, to, BLOCKS_TIMED);
}

void exchange_run_empty(struct exchange *x, uint32_t from, uint32_t to)
{
	run_blocks(x, from, to, BLOCKS_EMPTY);
}

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
	expected = join(expected, stamp);
	return touch == TOUCH_ALL ? join(expected, stamp) : expected;
}

void exchange_fill(struct exchange *x, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		struct exchange_slot *slot = &x->slots[i];
		slot->bytes = sizes_draw(&x->plan.sizes, &x->random);
		slot->block = malloc(slot->bytes);
		if (!slot->block)
			fail_malloc(slot->bytes);
		x->stamps[i] = stamp_of(x, i);
		write_stamp(slot->block, slot->bytes, x->stamps[i], x->plan.touch);
		check_add(&x->check, slot->bytes);
	}
}

/* All sizes are drawn as 8, which is what the memory behind each slot has. */
void exchange_fill_empty(struct exchange *x)
{
	unsigned char *memory = reserve((size_t)x->plan.slot_count * 8);
	for (uint32_t i = 0; i < x->plan.slot_count; i++) {
		x->slots[i] = (struct exchange_slot){memory + (size_t)i * 8, 8};
		x->stamps[i] = stamp_of(x, i);
		write_stamp(x->slots[i].block, 8, x->stamps[i], x->plan.touch);
	}
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
		x->stamps[x->table[i].slot] = stamp_of(x, i);
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
		x->seen = read_back(x->seen, slot, x->plan.touch);
		x->expected = replay_read(x->expected, x->stamps[i], x->plan.touch);
		free(slot->block);
	}
	check_add(&x->check, x->seen);
}

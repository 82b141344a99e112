#include "exchange.h"

#include <stdlib.h>
#include "harness/clock.h"
#include "harness/fail.h"
#include "harness/reserve.h"

/* All variants of the loop are inlined from one body, so that what is timed as empty is what is timed. */
enum blocks { BLOCKS_MALLOC, BLOCKS_TIMED, BLOCKS_EMPTY };

static __attribute__((cold, noinline)) _Noreturn void fail_malloc(uint32_t bytes)
{
	fail("malloc(%u) failed", bytes);
}

EXCHANGE_INLINE void release(struct exchange *x, struct exchange_slot *slot, enum blocks blocks)
{
	uint64_t begin_ns = blocks == BLOCKS_TIMED ? clock_now_ns() : 0;
	if (blocks != BLOCKS_EMPTY)
		free(slot->block);
	if (blocks == BLOCKS_TIMED)
		histogram_add(x->free_ns, clock_now_ns() - begin_ns);
}

EXCHANGE_INLINE unsigned char *acquire(struct exchange *x, const struct exchange_slot *slot, uint32_t bytes,
				       enum blocks blocks)
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

EXCHANGE_INLINE void write_stamp(unsigned char *block, uint32_t bytes, unsigned char stamp, enum touch touch)
{
	if (touch == TOUCH_FIRST_BYTE)
		*(volatile unsigned char *)block = stamp;
	if (touch == TOUCH_ALL)
		touch_fill(block, bytes, stamp);
}

EXCHANGE_INLINE uint64_t free_burst(struct exchange *x, uint64_t seen, uint32_t from, uint32_t burst,
				    enum touch touch, enum blocks blocks)
{
	for (uint32_t i = from; i < from + burst; i++) {
		struct exchange_slot *slot = &x->slots[x->table[i].slot];
		seen = exchange_read_back(seen, slot, touch);
		release(x, slot, blocks);
	}
	return seen;
}

EXCHANGE_INLINE void malloc_burst(struct exchange *x, uint32_t from, uint32_t burst, enum touch touch,
				  enum blocks blocks)
{
	for (uint32_t i = from; i < from + burst; i++) {
		struct exchange_step step = x->table[i];
		struct exchange_slot *slot = &x->slots[step.slot];
		slot->block = acquire(x, slot, step.bytes, blocks);
		slot->bytes = step.bytes;
		write_stamp(slot->block, step.bytes, exchange_stamp(x, i), touch);
		touch_think(x->plan.think);
	}
}

EXCHANGE_INLINE void run_steps(struct exchange *x, uint32_t from, uint32_t to, uint32_t burst, enum touch touch,
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
EXCHANGE_INLINE void run_blocks(struct exchange *x, uint32_t from, uint32_t to, enum blocks blocks)
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

void exchange_fill(struct exchange *x, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		struct exchange_slot *slot = &x->slots[i];
		slot->bytes = sizes_draw(&x->plan.sizes, &x->random);
		slot->block = malloc(slot->bytes);
		if (!slot->block)
			fail_malloc(slot->bytes);
		x->stamps[i] = exchange_stamp(x, i);
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
		x->stamps[i] = exchange_stamp(x, i);
		write_stamp(x->slots[i].block, 8, x->stamps[i], x->plan.touch);
	}
}

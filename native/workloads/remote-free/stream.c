#include "remote-free.h"

#include <stdlib.h>
#include "harness/clock.h"
#include "harness/fail.h"
#include "harness/stamp.h"

#define INLINE static inline __attribute__((always_inline))

static __attribute__((cold, noinline)) _Noreturn void fail_malloc(uint32_t bytes)
{
	fail("malloc(%u) failed", bytes);
}

static __attribute__((cold, noinline)) _Noreturn void fail_block(uint64_t number, uint32_t bytes)
{
	fail("block %llu of %u bytes did not arrive as it was written", (unsigned long long)number, bytes);
}

/* What goes through the ring in the place of a block where none is allocated: no address, and another for each. */
INLINE void *token_of(uint64_t number)
{
	return (void *)(uintptr_t)(number + 1);
}

INLINE void write_block(unsigned char *block, uint32_t bytes, unsigned char stamp, enum touch touch)
{
	if (touch == TOUCH_ALL)
		stamp_fill(block, bytes, stamp);
	else if (touch == TOUCH_FIRST_BYTE)
		*(volatile unsigned char *)block = stamp;
}

INLINE bool is_as_written(const unsigned char *block, uint32_t bytes, unsigned char stamp, enum touch touch)
{
	if (touch == TOUCH_ALL)
		return stamp_holds(block, bytes, stamp);
	return touch == TOUCH_NONE || *(const volatile unsigned char *)block == stamp;
}

/* Blocks [from, to) of the `count` of a pass. */
INLINE void produce(struct remote_free_end *end, uint64_t from, uint64_t to, uint64_t count, struct histogram *malloc_ns)
{
	enum touch touch = end->touch;
	for (uint64_t i = from; i < to; i++) {
		uint32_t bytes = end->sizes[(end->series + i) % REMOTE_FREE_SIZES];
		uint64_t begin_ns = malloc_ns ? clock_now_ns() : 0;
		unsigned char *block = malloc(bytes);
		if (malloc_ns)
			histogram_add(malloc_ns, clock_now_ns() - begin_ns);
		if (__builtin_expect(!block, 0))
			fail_malloc(bytes);
		write_block(block, bytes, stamp_of(end->stamp_base, end->series + i), touch);
		ring_push(end->ring, block, bytes, count - i);
	}
}

/* The next block, read and added to the digest. */
INLINE struct ring_slot receive(struct worker *worker, struct remote_free_end *end, uint64_t i, uint64_t count)
{
	struct ring_slot slot = ring_pop(end->ring, count - i);
	unsigned char stamp = stamp_of(end->stamp_base, end->series + i);
	if (__builtin_expect(!is_as_written(slot.block, slot.bytes, stamp, end->touch), 0))
		fail_block(end->series + i, slot.bytes);
	check_add(&worker->check, (uint64_t)slot.bytes << 8 | stamp);
	return slot;
}

INLINE void consume(struct worker *worker, struct remote_free_end *end, uint64_t count, struct histogram *free_ns)
{
	for (uint64_t i = 0; i < count; i++) {
		struct ring_slot slot = receive(worker, end, i, count);
		uint64_t begin_ns = free_ns ? clock_now_ns() : 0;
		free(slot.block);
		if (free_ns)
			histogram_add(free_ns, clock_now_ns() - begin_ns);
	}
}

/* The same slots through the same ring, with the same digest at its end, and no block behind them. */
static void produce_tokens(struct remote_free_end *end, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		uint64_t number = end->series + i;
		ring_push(end->ring, token_of(number), end->sizes[number % REMOTE_FREE_SIZES], count - i);
	}
}

static void consume_tokens(struct worker *worker, struct remote_free_end *end, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		uint64_t number = end->series + i;
		struct ring_slot slot = ring_pop(end->ring, count - i);
		if (__builtin_expect(slot.block != token_of(number), 0))
			fail_block(number, slot.bytes);
		check_add(&worker->check, (uint64_t)slot.bytes << 8 | stamp_of(end->stamp_base, number));
	}
}

static void keep(struct worker *worker, struct remote_free_end *end, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		struct ring_slot slot = receive(worker, end, i, count);
		end->held[i] = (struct remote_free_held){
			.block = slot.block,
			.bytes = slot.bytes,
			.stamp = stamp_of(end->stamp_base, end->series + i),
		};
	}
}

static void produce_range(struct worker *worker, struct remote_free_end *end, uint64_t from, uint64_t to)
{
	produce(end, from, to, worker->run->operations, NULL);
}

static void stream_producer(struct worker *worker, struct remote_free_end *end, uint64_t count)
{
	if (end->tokens_only)
		produce_tokens(end, count);
	else if (worker->run->mode == MODE_COUNT)
		remote_free_in_turns(worker, end, produce_range);
	else if (worker->run->mode == MODE_LATENCY)
		produce(end, 0, count, count, end->latency);
	else
		produce(end, 0, count, count, NULL);
}

static void stream_consumer(struct worker *worker, struct remote_free_end *end, uint64_t count)
{
	if (end->tokens_only)
		consume_tokens(worker, end, count);
	else if (worker->run->mode == MODE_COUNT)
		keep(worker, end, count);
	else if (worker->run->mode == MODE_LATENCY)
		consume(worker, end, count, end->latency);
	else
		consume(worker, end, count, NULL);
}

void remote_free_stream(struct worker *worker, struct remote_free_end *end)
{
	uint64_t count = worker->run->operations;
	if (end->role == REMOTE_FREE_PRODUCER)
		stream_producer(worker, end, count);
	else
		stream_consumer(worker, end, count);
	end->series += count;
}

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

static __attribute__((cold, noinline)) _Noreturn void fail_stamp(uint64_t number, uint32_t bytes)
{
	fail("block %llu of %u bytes did not arrive as it was written", (unsigned long long)number, bytes);
}

/* Blocks [from, to) of the `count` of a pass. */
INLINE void produce(struct remote_free_end *end, uint64_t from, uint64_t to, uint64_t count, struct histogram *malloc_ns)
{
	for (uint64_t i = from; i < to; i++) {
		uint32_t bytes = end->sizes[(end->series + i) % REMOTE_FREE_SIZES];
		uint64_t begin_ns = malloc_ns ? clock_now_ns() : 0;
		unsigned char *block = malloc(bytes);
		if (malloc_ns)
			histogram_add(malloc_ns, clock_now_ns() - begin_ns);
		if (__builtin_expect(!block, 0))
			fail_malloc(bytes);
		stamp_fill(block, bytes, stamp_of(end->stamp_base, end->series + i));
		ring_push(end->ring, block, bytes, count - i);
	}
}

/* The next block, read and added to the digest. */
INLINE struct ring_slot receive(struct worker *worker, struct remote_free_end *end, uint64_t i, uint64_t count)
{
	struct ring_slot slot = ring_pop(end->ring, count - i);
	unsigned char stamp = stamp_of(end->stamp_base, end->series + i);
	if (__builtin_expect(!stamp_holds(slot.block, slot.bytes, stamp), 0))
		fail_stamp(end->series + i, slot.bytes);
	check_add(&worker->check, (uint64_t)slot.bytes << 8 | *(unsigned char *)slot.block);
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

void remote_free_stream(struct worker *worker, struct remote_free_end *end)
{
	uint64_t count = worker->run->operations;
	bool latency = worker->run->mode == MODE_LATENCY;
	bool counts = worker->run->mode == MODE_COUNT;
	if (end->role == REMOTE_FREE_PRODUCER && counts)
		remote_free_in_turns(worker, end, produce_range);
	else if (end->role == REMOTE_FREE_PRODUCER)
		latency ? produce(end, 0, count, count, end->latency) : produce(end, 0, count, count, NULL);
	else if (counts)
		keep(worker, end, count);
	else
		latency ? consume(worker, end, count, end->latency) : consume(worker, end, count, NULL);
	end->series += count;
}

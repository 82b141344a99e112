#include "ring.h"

#include "harness/linux.h"
#include "harness/reserve.h"

enum {
	/* 4 kB of slots: so many are read one after the other while the two sides work in other lines. */
	LARGEST_BATCH = 64,
	/* Some 20 us on CPUs of today, about as long as it takes to sleep and be woken. */
	POLLS = 10000,
};

/* At most a quarter of the ring, so that each side has one to work on while the other fills or empties others. */
static uint32_t batch_of(uint32_t capacity)
{
	uint32_t batch = 1;
	while (batch < LARGEST_BATCH && batch * 8 <= capacity)
		batch *= 2;
	return batch;
}

struct ring *ring_reserve(uint32_t capacity)
{
	struct ring *ring = reserve(sizeof *ring);
	ring->capacity = capacity;
	ring->batch_mask = batch_of(capacity) - 1;
	ring->slots = reserve(capacity * sizeof *ring->slots);
	return ring;
}

/*
 * Half of the ring: with both sides asleep one would wait for more than the other left, so one is always awake. Who goes to sleep
 * has told all that it did before.
 */
static uint64_t worth_waking_for(const struct ring *ring, uint64_t left)
{
	uint64_t half = ring->capacity > 1 ? ring->capacity / 2 : 1;
	return half < left ? half : left;
}

static void sleep_until(struct ring_bed *bed, const uint64_t *counter, uint64_t awaited)
{
	do {
		__atomic_store_n(&bed->awaited, awaited, __ATOMIC_RELAXED);
		__atomic_store_n(&bed->asleep, 1, __ATOMIC_SEQ_CST);
		if (__atomic_load_n(counter, __ATOMIC_SEQ_CST) >= awaited)
			break;
		linux_futex_wait(&bed->asleep, 1);
	} while (__atomic_load_n(counter, __ATOMIC_ACQUIRE) < awaited);
	__atomic_store_n(&bed->asleep, 0, __ATOMIC_SEQ_CST);
}

void ring_wake(struct ring_bed *bed)
{
	__atomic_store_n(&bed->asleep, 0, __ATOMIC_SEQ_CST);
	linux_futex_wake(&bed->asleep, 1);
}

/* The counter once it is more than `known`, or after a while as it was. */
static uint64_t poll_beyond(const uint64_t *counter, uint64_t known)
{
	uint64_t now = __atomic_load_n(counter, __ATOMIC_ACQUIRE);
	for (unsigned i = 0; i < POLLS && now == known; i++)
		now = __atomic_load_n(counter, __ATOMIC_ACQUIRE);
	return now;
}

void ring_await_room(struct ring *ring, uint64_t left)
{
	struct ring_side *side = &ring->producer;
	ring_publish(&ring->pushed, side->count, &ring->consumer_bed);
	side->known = poll_beyond(&ring->popped, side->known);
	if (side->count - side->known < ring->capacity)
		return;
	sleep_until(&ring->producer_bed, &ring->popped, side->count - ring->capacity + worth_waking_for(ring, left));
	side->known = __atomic_load_n(&ring->popped, __ATOMIC_ACQUIRE);
}

void ring_await_block(struct ring *ring, uint64_t left)
{
	struct ring_side *side = &ring->consumer;
	ring_publish(&ring->popped, side->count, &ring->producer_bed);
	side->known = poll_beyond(&ring->pushed, side->known);
	if (side->count != side->known)
		return;
	sleep_until(&ring->consumer_bed, &ring->pushed, side->count + worth_waking_for(ring, left));
	side->known = __atomic_load_n(&ring->pushed, __ATOMIC_ACQUIRE);
}

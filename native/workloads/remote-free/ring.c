#include "ring.h"

#include "harness/linux.h"
#include "harness/reserve.h"

struct ring *ring_reserve(uint32_t capacity)
{
	struct ring *ring = reserve(sizeof *ring);
	ring->capacity = capacity;
	ring->slots = reserve(capacity * sizeof *ring->slots);
	return ring;
}

/*
 * Half of the ring: with both sides asleep one would wait for more than the other left, so one is always awake.
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

void ring_await_room(struct ring *ring, uint64_t left)
{
	ring->known_popped = __atomic_load_n(&ring->popped, __ATOMIC_ACQUIRE);
	if (ring->pushed - ring->known_popped < ring->capacity)
		return;
	sleep_until(&ring->producer, &ring->popped, ring->pushed - ring->capacity + worth_waking_for(ring, left));
	ring->known_popped = __atomic_load_n(&ring->popped, __ATOMIC_ACQUIRE);
}

void ring_await_block(struct ring *ring, uint64_t left)
{
	ring->known_pushed = __atomic_load_n(&ring->pushed, __ATOMIC_ACQUIRE);
	if (ring->popped != ring->known_pushed)
		return;
	sleep_until(&ring->consumer, &ring->pushed, ring->popped + worth_waking_for(ring, left));
	ring->known_pushed = __atomic_load_n(&ring->pushed, __ATOMIC_ACQUIRE);
}

/*
 * A bounded ring between one producer and one consumer. A side tells the other how far it is once a batch, on a cache line of
 * its own: told for each block, two lines would cross between the CPUs for each block, which took longer than malloc and
 * free. Who cannot go on polls a little and then sleeps on a futex, so that it also works when both share a CPU. A sleeper is
 * woken when half of the ring is ready for it, or all that is still to come: waking it for each block would make two system
 * calls out of every block. A ring is not for several producers or consumers.
 */
#ifndef NUMA_LAB_REMOTE_FREE_RING_H
#define NUMA_LAB_REMOTE_FREE_RING_H

#include <stdbool.h>
#include <stdint.h>

struct ring_slot {
	void *block;
	uint32_t bytes;
};

/* One side's bed: it sleeps while `asleep` is 1, until the other side's counter has reached `awaited`. */
struct ring_bed {
	_Alignas(64) uint32_t asleep;
	uint64_t awaited;
};

/* What one side alone reads and writes. */
struct ring_side {
	/* Blocks that went through it, and as many of the other side as that has told. */
	_Alignas(64) uint64_t count;
	uint64_t known;
	uint32_t at;
};

struct ring {
	/* What each side has told of its count. */
	_Alignas(64) uint64_t pushed;
	_Alignas(64) uint64_t popped;
	struct ring_side producer;
	struct ring_side consumer;
	struct ring_bed producer_bed;
	struct ring_bed consumer_bed;
	/* Blocks in a batch, less one; it is a power of two. */
	_Alignas(64) uint32_t batch_mask;
	uint32_t capacity;
	struct ring_slot *slots;
};

/* Memory of the harness on the node of the calling thread; 1 <= capacity. */
struct ring *ring_reserve(uint32_t capacity);

/* The slow paths. `left` blocks are still to be pushed or popped, the one at hand included. */
void ring_await_room(struct ring *ring, uint64_t left);
void ring_await_block(struct ring *ring, uint64_t left);
void ring_wake(struct ring_bed *bed);

/*
 * Publish our counter, then look whether the other side sleeps; the sleeper announces itself, then looks at our
 * counter. Both are sequentially consistent, so one of the two always sees the other.
 */
static inline void ring_publish(uint64_t *counter, uint64_t value, struct ring_bed *other)
{
	__atomic_store_n(counter, value, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&other->asleep, __ATOMIC_SEQ_CST) &&
	    value >= __atomic_load_n(&other->awaited, __ATOMIC_RELAXED))
		ring_wake(other);
}

/* Count a block; true at the end of a batch and at the last block. */
static inline bool ring_side_step(struct ring_side *side, const struct ring *ring, uint64_t left)
{
	if (++side->at == ring->capacity)
		side->at = 0;
	return !(++side->count & ring->batch_mask) || left == 1;
}

static inline void ring_push(struct ring *ring, void *block, uint32_t bytes, uint64_t left)
{
	struct ring_side *side = &ring->producer;
	if (side->count - side->known == ring->capacity)
		ring_await_room(ring, left);
	ring->slots[side->at] = (struct ring_slot){block, bytes};
	if (ring_side_step(side, ring, left))
		ring_publish(&ring->pushed, side->count, &ring->consumer_bed);
}

static inline struct ring_slot ring_pop(struct ring *ring, uint64_t left)
{
	struct ring_side *side = &ring->consumer;
	if (side->count == side->known)
		ring_await_block(ring, left);
	struct ring_slot slot = ring->slots[side->at];
	if (ring_side_step(side, ring, left))
		ring_publish(&ring->popped, side->count, &ring->producer_bed);
	return slot;
}

#endif

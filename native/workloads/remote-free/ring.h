/*
 * A bounded ring between one producer and one consumer. Who cannot go on sleeps on a futex; nobody spins, so
 * that it also works when both share a CPU. A sleeper is woken when half of the ring is ready for it, or all
 * that is still to come: waking it for each block would make two system calls out of every block. A ring is
 * not for several producers or consumers.
 */
#ifndef NUMA_LAB_REMOTE_FREE_RING_H
#define NUMA_LAB_REMOTE_FREE_RING_H

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

struct ring {
	/* Blocks pushed; written by the producer, who alone uses what follows it on its cache line. */
	_Alignas(64) uint64_t pushed;
	uint64_t known_popped;
	uint32_t push_at;
	/* Blocks popped; written by the consumer, who alone uses what follows it on its cache line. */
	_Alignas(64) uint64_t popped;
	uint64_t known_pushed;
	uint32_t pop_at;
	struct ring_bed producer;
	struct ring_bed consumer;
	_Alignas(64) uint32_t capacity;
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

static inline void ring_push(struct ring *ring, void *block, uint32_t bytes, uint64_t left)
{
	if (ring->pushed - ring->known_popped == ring->capacity)
		ring_await_room(ring, left);
	ring->slots[ring->push_at] = (struct ring_slot){block, bytes};
	if (++ring->push_at == ring->capacity)
		ring->push_at = 0;
	ring_publish(&ring->pushed, ring->pushed + 1, &ring->consumer);
}

static inline struct ring_slot ring_pop(struct ring *ring, uint64_t left)
{
	if (ring->popped == ring->known_pushed)
		ring_await_block(ring, left);
	struct ring_slot slot = ring->slots[ring->pop_at];
	if (++ring->pop_at == ring->capacity)
		ring->pop_at = 0;
	ring_publish(&ring->popped, ring->popped + 1, &ring->producer);
	return slot;
}

#endif

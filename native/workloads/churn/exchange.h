/*
 * The loop that churn times: a working set of slots, and a table of (slot, size) made before the clock starts. A
 * burst frees that many slots, then allocates into them again; with a burst of one every free is followed by the
 * malloc for the same slot. Blocks carry a stamp that is read back when they are freed. calibrate times the very
 * same loop around nothing.
 */
#ifndef NUMA_LAB_EXCHANGE_H
#define NUMA_LAB_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>
#include "harness/check.h"
#include "harness/histogram.h"
#include "harness/random.h"
#include "harness/sizes.h"
#include "harness/touch.h"

struct exchange_slot {
	unsigned char *block;
	uint32_t bytes;
};

struct exchange_step {
	uint32_t slot;
	uint32_t bytes;
};

struct exchange_plan {
	uint32_t slot_count;
	uint32_t burst;
	uint32_t think;
	enum touch touch;
	struct sizes sizes;
	/* Steps per pass, a multiple of burst. */
	uint32_t steps;
};

struct exchange {
	struct exchange_plan plan;
	struct exchange_slot *slots;
	struct exchange_step *table;
	/* What is read back from blocks, joined in order; compared with what the replay expects. */
	uint64_t seen;
	uint64_t expected;
	/* Stamps of one thread differ from those of another, so that a block handed out twice is noticed. */
	uint32_t salt;

	/* The replay: what each slot holds now if all goes well, and a permutation that bursts draw from. */
	unsigned char *stamps;
	uint32_t *order;
	struct random random;
	struct check check;

	/* Latency mode only. */
	struct histogram *malloc_ns;
	struct histogram *free_ns;
};

#define EXCHANGE_INLINE static inline __attribute__((always_inline))

/* What a step of the table, or the slot of the first fill, writes into its block. */
EXCHANGE_INLINE unsigned char exchange_stamp(const struct exchange *x, uint32_t step)
{
	return (unsigned char)((step * x->salt) >> 8);
}

/* Stamps are joined in order, so that two that changed places are noticed. */
EXCHANGE_INLINE uint64_t exchange_join(uint64_t seen, unsigned char stamp)
{
	return random_rotate(seen, 5) + stamp;
}

EXCHANGE_INLINE uint64_t exchange_read_back(uint64_t seen, const struct exchange_slot *slot, enum touch touch)
{
	if (touch == TOUCH_NONE)
		return seen;
	seen = exchange_join(seen, *(volatile unsigned char *)slot->block);
	if (touch == TOUCH_ALL)
		seen = exchange_join(seen, *(volatile unsigned char *)(slot->block + slot->bytes - 1));
	return seen;
}

/* Memory for a working set of the calling thread, from the harness, touched; no block is allocated yet. */
struct exchange *exchange_reserve(const struct exchange_plan *plan, uint64_t seed, unsigned stream, bool latency);

/* Draw sizes for slots [from, to) and allocate their first blocks. */
void exchange_fill(struct exchange *x, uint32_t from, uint32_t to);

/* Draw the table of the next pass and replay it. Not for the timed region. */
void exchange_prepare(struct exchange *x);

/* The timed region: steps [from, to) of the table, both multiples of the burst. */
void exchange_run(struct exchange *x, uint32_t from, uint32_t to);

/* The same with the clock read around each malloc and each free. */
void exchange_run_latency(struct exchange *x, uint32_t from, uint32_t to);

/*
 * The same loop as exchange_run with malloc and free left out: slots keep blocks of 8 bytes in memory of the
 * harness.
 */
void exchange_fill_empty(struct exchange *x);
void exchange_run_empty(struct exchange *x, uint32_t from, uint32_t to);

/* End the program unless every block read back so far held its own stamp. */
void exchange_verify(const struct exchange *x);

/* Sum of requested bytes of live blocks. */
uint64_t exchange_live_bytes(const struct exchange *x);

void exchange_drain(struct exchange *x);

#endif

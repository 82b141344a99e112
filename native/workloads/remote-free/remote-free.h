/* Parts of the `remote-free` workload that its files share. */
#ifndef NUMA_LAB_REMOTE_FREE_H
#define NUMA_LAB_REMOTE_FREE_H

#include <stdbool.h>
#include "census/census.h"
#include "harness/crew.h"
#include "harness/sizes.h"
#include "harness/touch.h"
#include "harness/turns.h"
#include "ring.h"

enum remote_free_role { REMOTE_FREE_PRODUCER, REMOTE_FREE_CONSUMER };

/*
 * Sizes are drawn before the clock starts, and used again from the first when there are more blocks than this.
 */
enum { REMOTE_FREE_SIZES = 1 << 16 };

/* A block that a consumer keeps in count mode. */
struct remote_free_held {
	unsigned char *block;
	uint32_t bytes;
	unsigned char stamp;
	bool survives;
};

/* One end of a ring: the state of one worker. */
struct remote_free_end {
	enum remote_free_role role;
	/* How many threads of the same role were listed before: ends with the same number share a ring. */
	unsigned pair;
	struct ring *ring;
	/* What is written to a block and read before it is freed. */
	enum touch touch;
	/* No block is allocated: numbers go through the ring in their place. */
	bool tokens_only;
	/* Producer: sizes of its blocks. */
	uint32_t *sizes;
	/* Blocks passed on in passes before this one; numbers the series of stamps. */
	uint64_t series;
	uint64_t stamp_base;
	/* malloc of a producer or free of a consumer, in latency mode. */
	struct histogram *latency;
	/* Consumer, in count mode. */
	struct remote_free_held *held;
	struct random random;
};

/* What a role does to the heap in a pass, between barriers: malloc; and free, malloc again, free. */
enum { REMOTE_FREE_PRODUCER_PHASES = 1, REMOTE_FREE_CONSUMER_PHASES = 3 };

struct remote_free {
	uint32_t ring_capacity;
	enum touch touch;
	bool tokens_only;
	/* Blocks per turn, and turns by pair; none when threads race. */
	uint32_t turn;
	struct turns *producer_turns;
	struct turns *consumer_turns;
	/* Per mille of the blocks received. */
	uint32_t survivors;
	struct sizes sizes;
	struct census *sent;
	struct census *received;
	struct census *reallocated;
};

/*
 * Pass on run->operations blocks; the timed part of a pass. A producer allocates, fills and pushes; a
 * consumer pops, reads and frees. In count mode a consumer keeps the blocks in `held` instead.
 */
void remote_free_stream(struct worker *worker, struct remote_free_end *end);

/*
 * Count mode, all workers: count what was received, free all but the survivors, allocate as much again, count,
 * free all.
 */
void remote_free_reuse(struct worker *worker, struct remote_free_end *end);

/* Reserve and plan the turns of a run, when it has any. */
void remote_free_plan_turns(struct remote_free *remote_free, const struct run *run);

typedef void remote_free_range(struct worker *worker, struct remote_free_end *end, uint64_t from, uint64_t to);

/*
 * Do all blocks of a pass at once or, when threads take turns, a turn's worth at a time. A consumer that only receives
 * needs no turn: it does nothing to the heap, and a producer may wait for it while it has the turn.
 */
void remote_free_in_turns(struct worker *worker, struct remote_free_end *end, remote_free_range *work);

#endif

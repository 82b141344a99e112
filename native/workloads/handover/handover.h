/* Parts of the handover workload that its files share. */
#ifndef NUMA_LAB_HANDOVER_H
#define NUMA_LAB_HANDOVER_H

#include <stdbool.h>
#include "census/census.h"
#include "harness/crew.h"
#include "harness/sizes.h"
#include "harness/turns.h"
#include "ring.h"

enum handover_role { HANDOVER_PRODUCER, HANDOVER_CONSUMER };

/*
 * Sizes are drawn before the clock starts, and used again from the first when there are more blocks than this.
 */
enum { HANDOVER_SIZES = 1 << 16 };

/* A block that a consumer keeps in count mode. */
struct handover_held {
	unsigned char *block;
	uint32_t bytes;
	unsigned char stamp;
	bool survives;
};

/* One end of a ring: the state of one worker. */
struct handover_end {
	enum handover_role role;
	/* How many threads of the same role were listed before: ends with the same number share a ring. */
	unsigned pair;
	struct ring *ring;
	/* Producer: sizes of its blocks. */
	uint32_t *sizes;
	/* Blocks handed over in passes before this one; numbers the series of stamps. */
	uint64_t series;
	uint64_t stamp_base;
	/* malloc of a producer or free of a consumer, in latency mode. */
	struct histogram *latency;
	/* Consumer, in count mode. */
	struct handover_held *held;
	struct random random;
};

/* What a role does to the heap in a pass, between barriers: malloc; and free, malloc again, free. */
enum { HANDOVER_PRODUCER_PHASES = 1, HANDOVER_CONSUMER_PHASES = 3 };

struct handover {
	uint32_t ring_capacity;
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
 * Hand over run->operations blocks; the timed part of a pass. A producer allocates, fills and pushes; a
 * consumer pops, reads and frees. In count mode a consumer keeps the blocks in `held` instead.
 */
void handover_stream(struct worker *worker, struct handover_end *end);

/*
 * Count mode, all workers: count what was received, free all but the survivors, allocate as much again, count,
 * free all.
 */
void handover_reuse(struct worker *worker, struct handover_end *end);

/* Reserve and plan the turns of a run, when it has any. */
void handover_plan_turns(struct handover *handover, const struct run *run);

typedef void handover_range(struct worker *worker, struct handover_end *end, uint64_t from, uint64_t to);

/*
 * Do all blocks of a pass at once or, when threads take turns, a turn's worth at a time. A consumer that only receives
 * needs no turn: it does nothing to the heap, and a producer may wait for it while it has the turn.
 */
void handover_in_turns(struct worker *worker, struct handover_end *end, handover_range *work);

#endif

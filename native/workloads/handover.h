/* Parts of the handover workload that its files share. */
#ifndef NUMA_LAB_HANDOVER_H
#define NUMA_LAB_HANDOVER_H

#include <stdbool.h>
#include "../harness/census.h"
#include "../harness/crew.h"
#include "../harness/sizes.h"
#include "handover-ring.h"

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

struct handover {
	uint32_t ring_capacity;
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

#endif

/* Parts of the `phases` workload that its files share. */
#ifndef NUMA_LAB_PHASES_H
#define NUMA_LAB_PHASES_H

#include <stdint.h>
#include "harness/check.h"
#include "harness/random.h"
#include "harness/sizes.h"

enum phase_action {
	PHASE_NONE,
	/* Fill as many empty places as survivors will stay later. */
	PHASE_BASE,
	/* Fill all empty places. */
	PHASE_GROW,
	/* Free all but the survivors: drawn by the seed, evenly spread, or the youngest. */
	PHASE_THIN,
	PHASE_HOLE_EVENLY,
	PHASE_HOLE_BELOW,
	/* Allocate the bytes that were freed again, in blocks of another size. */
	PHASE_REFILL,
	/* Allocate a block for every place and free the block of the thread before; who frees is not who allocated. */
	PHASE_PASS_ON,
};

/* Who takes part in a phase. */
enum { PHASE_ALL = -1 };

struct phase {
	enum phase_action action;
	/* PHASE_ALL or the number of a group. */
	int group;
	char name[28];
};

enum { PHASES_LIMIT = 224 };

struct phase_plan {
	unsigned count;
	struct phase phases[PHASES_LIMIT];
};

/* In the order of the choices of --pattern. */
enum phase_pattern { PATTERN_BALANCED, PATTERN_SHIFTED, PATTERN_RING, PATTERN_BURSTY, PATTERN_SPARSE, PATTERN_BUBBLE };

/* How many phases a plan has, without making it. */
unsigned phase_plan_length(enum phase_pattern pattern, unsigned rounds, unsigned groups);

/* All phases of a pattern in order, each with the name of the checkpoint at its end. At most PHASES_LIMIT. */
void phase_plan_make(struct phase_plan *plan, enum phase_pattern pattern, unsigned rounds, unsigned groups);

struct phase_sizes {
	uint32_t objects;
	/* Per mille of the places. */
	uint32_t survivors;
	struct sizes sizes;
	struct sizes next;
};

struct phase_block {
	unsigned char *block;
	uint32_t bytes;
	unsigned char stamp;
};

/* The blocks of one thread, in memory of the harness on its node. */
struct phase_store {
	const struct phase_sizes *orders;
	/* One per place; an empty one has no block. */
	struct phase_block *blocks;
	/* Pattern ring: what is allocated while the blocks are passed on, and survivors among those. */
	struct phase_block *incoming;
	struct phase_block *kept;
	/* Places that hold a block, when settling begins. */
	uint32_t *live_places;
	uint32_t live_count;
	/* Whose blocks this thread frees in pattern ring; itself where it is alone. */
	struct phase_store *before;
	/* Bytes freed by the last phase that made holes and not allocated again. */
	uint64_t hole_bytes;
	/* Requested bytes that this thread allocated less those it freed: below zero where it frees those of others. */
	int64_t live_bytes;
	/* Blocks allocated. */
	uint64_t operations;
	struct random sizes;
	struct random fates;
	struct check check;
};

struct phase_store *phase_store_reserve(const struct phase_sizes *orders, uint64_t seed, unsigned thread_number);

/* Work on places [from, to), or with phase_store_settle on as many replacements. */
typedef void phase_work(struct phase_store *store, uint32_t from, uint32_t to);

phase_work *phase_work_of(enum phase_action action);

/* After a phase that passed blocks on, when all threads are through it: what came in is what the thread holds. */
void phase_store_turn_over(struct phase_store *store);

/* Look for the places that hold a block; before settling. */
void phase_store_list_live(struct phase_store *store);

/* Replace a random live block by another, or allocate and free one where nothing is live. */
phase_work phase_store_settle;

/* Free everything. */
phase_work phase_store_drain;

#endif

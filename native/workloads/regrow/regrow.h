/* Parts of the regrow workload that its files share. */
#ifndef NUMA_LAB_REGROW_H
#define NUMA_LAB_REGROW_H

#include <stdbool.h>
#include "census/census.h"
#include "harness/crew.h"
#include "harness/sizes.h"

enum regrow_role { REGROW_OWNER, REGROW_WRITER };
enum regrow_call { REGROW_CALLOC, REGROW_REALLOC };
enum regrow_memory { REGROW_FRESH, REGROW_REUSED };

struct regrow_block {
	unsigned char *start;
	/* Before realloc, and now. */
	uint32_t old_bytes;
	uint32_t bytes;
	unsigned char stamp;
	/* realloc returned another address. */
	bool moved;
};

/* What the two threads of a pair work on; memory of the owner. */
struct regrow_pair {
	/* Of all passes when memory is to be fresh, else of this one. */
	struct regrow_block *blocks;
	uint64_t kept;
	/* Blocks that keep used memory mapped. */
	unsigned char **fillers;
	struct random sizes;
	uint64_t stamp_base;
};

/* Parts of reallocated blocks: what realloc did with the address, and whether the page held content before. */
enum regrow_part { PART_KEPT_OLD, PART_KEPT_NEW, PART_MOVED_OLD, PART_MOVED_NEW, PARTS };

/* Where blocks lie, by stage; those after a realloc have an account for each part. */
enum regrow_account {
	ACCOUNT_ALLOCATED,
	ACCOUNT_WRITTEN,
	ACCOUNT_RECEIVED,
	ACCOUNT_RESIZED,
	ACCOUNT_REWRITTEN = ACCOUNT_RESIZED + PARTS,
	ACCOUNTS = ACCOUNT_REWRITTEN + PARTS,
};

struct regrow {
	enum regrow_call call;
	enum regrow_memory memory;
	/* Per cent of the old size. */
	uint32_t resize;
	struct sizes sizes;
	struct census *accounts[ACCOUNTS];
};

/* After a barrier. */
struct regrow_pair *regrow_pair_at(const struct worker *worker, unsigned pair);

/* Bytes of a block that hold content from before realloc; all when there was none. */
uint32_t regrow_old_part(const struct regrow_block *block);

/* All workers: the first adds the blocks of all pairs to an account; their owner is the thread of that role. */
void regrow_count(struct worker *worker, enum regrow_role role, enum regrow_account account);

/* One pass of all workers: allocate, count, write, count, … */
void regrow_pass(struct worker *worker);

/* All workers: free what is still allocated when the run is over. */
void regrow_drain(struct worker *worker);

#endif

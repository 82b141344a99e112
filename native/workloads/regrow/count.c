/* Where the blocks of a pass lie, asked by the first worker while the others sleep. */
#include "harness/linux.h"
#include "workloads/shared/pairs.h"
#include "regrow.h"

struct regrow_pair *regrow_pair_at(const struct worker *worker, unsigned pair)
{
	int owner = pair_thread(worker->run, pair, REGROW_OWNER);
	return crew_worker(worker->crew, (unsigned)owner)->state;
}

uint32_t regrow_old_part(const struct regrow_block *block)
{
	return block->old_bytes < block->bytes ? block->old_bytes : block->bytes;
}

/* A page with a byte of old content is an old one: it had a node before realloc, unless the content was copied. */
static void add_parts(struct census *const accounts[], unsigned node, const struct regrow_block *block)
{
	uintptr_t page_mask = linux_page_size() - 1;
	uintptr_t start = (uintptr_t)block->start;
	uint64_t old_bytes = ((start + regrow_old_part(block) + page_mask) & ~page_mask) - start;
	if (old_bytes > block->bytes)
		old_bytes = block->bytes;
	unsigned old = block->moved ? PART_MOVED_OLD : PART_KEPT_OLD;
	census_add(accounts[old], node, block->start, old_bytes);
	if (old_bytes < block->bytes)
		census_add(accounts[old + 1], node, block->start + old_bytes, block->bytes - old_bytes);
}

static void add_block(struct regrow *regrow, enum regrow_account account, unsigned node,
		      const struct regrow_block *block)
{
	if (account == ACCOUNT_RESIZED || account == ACCOUNT_REWRITTEN)
		add_parts(&regrow->accounts[account], node, block);
	else
		census_add(regrow->accounts[account], node, block->start, block->bytes);
}

/* Every node of the run has a row, also one that owns nothing. */
static void name_nodes(const struct run *run, struct census *census)
{
	for (unsigned i = 0; i < run->thread_count; i++)
		census_add_node(census, run->threads[i].node);
}

static void count(const struct worker *worker, enum regrow_role role, enum regrow_account account)
{
	struct regrow *regrow = worker->crew->shared;
	const struct run *run = worker->run;
	for (unsigned i = 0; i < ACCOUNTS; i++)
		name_nodes(run, regrow->accounts[i]);
	for (unsigned pair = 0; pair < run->thread_count / 2; pair++) {
		const struct regrow_pair *blocks = regrow_pair_at(worker, pair);
		unsigned node = run->threads[pair_thread(run, pair, role)].node;
		for (uint64_t i = 0; i < run->operations; i++)
			add_block(regrow, account, node, &blocks->blocks[blocks->kept + i]);
	}
	for (unsigned i = 0; i < ACCOUNTS; i++)
		census_finish(regrow->accounts[i]);
}

void regrow_count(struct worker *worker, enum regrow_role role, enum regrow_account account)
{
	if (worker_is_first(worker) && !worker_is_warmup(worker))
		count(worker, role, account);
	worker_barrier(worker);
}

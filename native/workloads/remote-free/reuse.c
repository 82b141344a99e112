/*
 * What becomes of memory that was passed on: consumers free all but some survivors, and after a barrier
 * allocate as many blocks of the same sizes again. A batch is freed before a batch is allocated: a thread that
 * frees and allocates in turn gets its own slot back, and nothing is learnt about where new memory comes from.
 */
#include "remote-free.h"

#include <stdlib.h>
#include "harness/fail.h"
#include "harness/stamp.h"

static bool is_last_pass(const struct worker *worker)
{
	return worker->pass + 1 == worker->run->warmup + worker->run->samples;
}

static const struct remote_free_end *end_of(const struct worker *worker, unsigned thread)
{
	return crew_worker(worker->crew, thread)->state;
}

static unsigned producer_node(const struct worker *worker, unsigned pair)
{
	for (unsigned i = 0; i < worker->run->thread_count; i++)
		if (end_of(worker, i)->role == REMOTE_FREE_PRODUCER && end_of(worker, i)->pair == pair)
			return worker->run->threads[i].node;
	fail("bug: pair %u has no producer", pair);
}

static void add_held(struct census *census, unsigned owner_node, const struct worker *worker,
		     const struct remote_free_end *end, bool with_survivors)
{
	for (uint64_t i = 0; i < worker->run->operations; i++)
		if (with_survivors || !end->held[i].survives)
			census_add(census, owner_node, end->held[i].block, end->held[i].bytes);
}

/* Every node of the run has a row, also one that owns nothing. */
static void add_nodes(const struct worker *worker, struct census *census)
{
	for (unsigned i = 0; i < worker->run->thread_count; i++)
		census_add_node(census, worker->run->threads[i].node);
}

static void count_received(const struct worker *worker)
{
	struct remote_free *remote_free = worker->crew->shared;
	add_nodes(worker, remote_free->sent);
	add_nodes(worker, remote_free->received);
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct remote_free_end *end = end_of(worker, i);
		if (end->role != REMOTE_FREE_CONSUMER)
			continue;
		add_held(remote_free->sent, producer_node(worker, end->pair), worker, end, true);
		add_held(remote_free->received, worker->run->threads[i].node, worker, end, true);
	}
	census_finish(remote_free->sent);
	census_finish(remote_free->received);
}

static void count_reallocated(const struct worker *worker)
{
	struct remote_free *remote_free = worker->crew->shared;
	add_nodes(worker, remote_free->reallocated);
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct remote_free_end *end = end_of(worker, i);
		if (end->role == REMOTE_FREE_CONSUMER)
			add_held(remote_free->reallocated, worker->run->threads[i].node, worker, end, false);
	}
	census_finish(remote_free->reallocated);
}

static uint64_t live_bytes(const struct worker *worker, bool survivors_only)
{
	uint64_t bytes = 0;
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct remote_free_end *end = end_of(worker, i);
		for (uint64_t k = 0; end->role == REMOTE_FREE_CONSUMER && k < worker->run->operations; k++)
			if (!survivors_only || end->held[k].survives)
				bytes += end->held[k].bytes;
	}
	return bytes;
}

/*
 * All threads come here; the first one measures while the others sleep at the barrier. Warm-up passes are not
 * counted, the others are added up; memory is that of the last pass.
 */
static void stop_and_count(struct worker *worker, const char *checkpoint, bool survivors_only,
			   void (*count)(const struct worker *worker))
{
	worker_barrier(worker);
	if (worker_is_first(worker)) {
		if (count && !worker_is_warmup(worker))
			count(worker);
		if (is_last_pass(worker))
			run_checkpoint(worker->run, checkpoint, live_bytes(worker, survivors_only));
	}
	worker_barrier(worker);
}

/* Exactly the share asked for, rounded down; which ones is drawn by selection sampling. */
static void choose_survivors(struct worker *worker, struct remote_free_end *end)
{
	const struct remote_free *remote_free = worker->crew->shared;
	uint64_t left = worker->run->operations;
	uint64_t wanted = left * remote_free->survivors / 1000;
	for (struct remote_free_held *held = end->held; left; held++, left--) {
		held->survives = random_below(&end->random, (uint32_t)left) < wanted;
		wanted -= held->survives;
		check_add(&worker->check, held->survives);
	}
}

static void free_all_but_survivors(struct worker *worker, struct remote_free_end *end, uint64_t from, uint64_t to)
{
	(void)worker;
	for (uint64_t i = from; i < to; i++)
		if (!end->held[i].survives)
			free(end->held[i].block);
}

static void allocate_again(struct worker *worker, struct remote_free_end *end, uint64_t from, uint64_t to)
{
	(void)worker;
	for (uint64_t i = from; i < to; i++) {
		struct remote_free_held *held = &end->held[i];
		if (held->survives)
			continue;
		held->block = malloc(held->bytes);
		if (!held->block)
			fail("malloc(%u) failed", held->bytes);
		held->stamp = (unsigned char)~held->stamp;
		stamp_fill(held->block, held->bytes, held->stamp);
	}
}

static void verify_and_free(struct worker *worker, struct remote_free_end *end, uint64_t from, uint64_t to)
{
	for (uint64_t i = from; i < to; i++) {
		const struct remote_free_held *held = &end->held[i];
		if (!stamp_holds(held->block, held->bytes, held->stamp))
			fail("%s block %llu of %u bytes no longer holds what was written",
			     held->survives ? "surviving" : "reallocated", (unsigned long long)i, held->bytes);
		check_add(&worker->check, held->stamp);
		free(held->block);
	}
}

void remote_free_reuse(struct worker *worker, struct remote_free_end *end)
{
	bool consumes = end->role == REMOTE_FREE_CONSUMER;
	stop_and_count(worker, "passed-on", false, count_received);
	if (consumes) {
		choose_survivors(worker, end);
		remote_free_in_turns(worker, end, free_all_but_survivors);
	}
	stop_and_count(worker, "survivors", true, NULL);
	if (consumes)
		remote_free_in_turns(worker, end, allocate_again);
	stop_and_count(worker, "reallocated", false, count_reallocated);
	if (consumes)
		remote_free_in_turns(worker, end, verify_and_free);
}

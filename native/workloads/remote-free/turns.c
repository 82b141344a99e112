#include "remote-free.h"

static uint64_t turns_per_pass(const struct run *run, uint64_t turn)
{
	return (run->operations + turn - 1) / turn;
}

/* `phases` of a pass, for the threads of one role. */
static struct turns *plan_role(const struct run *run, uint64_t turn, unsigned phases, uint64_t seed)
{
	unsigned pairs = run->thread_count / 2;
	unsigned all = phases * (run->warmup + run->samples);
	uint64_t each = turns_per_pass(run, turn);
	struct turns *turns = turns_reserve(pairs, pairs * all * each, seed);
	for (unsigned i = 0; i < all; i++)
		turns_add_phase(turns, (uint32_t)each);
	turns_begin(turns);
	return turns;
}

void remote_free_plan_turns(struct remote_free *remote_free, const struct run *run)
{
	if (!remote_free->turn)
		return;
	remote_free->producer_turns = plan_role(run, remote_free->turn, REMOTE_FREE_PRODUCER_PHASES, run->seed);
	remote_free->consumer_turns = plan_role(run, remote_free->turn, REMOTE_FREE_CONSUMER_PHASES, ~run->seed);
}

void remote_free_in_turns(struct worker *worker, struct remote_free_end *end, remote_free_range *work)
{
	const struct remote_free *remote_free = worker->crew->shared;
	uint64_t count = worker->run->operations;
	struct turns *turns =
		end->role == REMOTE_FREE_PRODUCER ? remote_free->producer_turns : remote_free->consumer_turns;
	if (!turns) {
		work(worker, end, 0, count);
		return;
	}
	for (uint64_t from = 0; from < count; from += remote_free->turn) {
		turns_take(turns, end->pair);
		work(worker, end, from, count - from < remote_free->turn ? count : from + remote_free->turn);
		turns_pass(turns);
	}
}

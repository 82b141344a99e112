#include "handover.h"

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

void handover_plan_turns(struct handover *handover, const struct run *run)
{
	if (!handover->turn)
		return;
	handover->producer_turns = plan_role(run, handover->turn, HANDOVER_PRODUCER_PHASES, run->seed);
	handover->consumer_turns = plan_role(run, handover->turn, HANDOVER_CONSUMER_PHASES, ~run->seed);
}

void handover_in_turns(struct worker *worker, struct handover_end *end, handover_range *work)
{
	const struct handover *handover = worker->crew->shared;
	uint64_t count = worker->run->operations;
	struct turns *turns =
		end->role == HANDOVER_PRODUCER ? handover->producer_turns : handover->consumer_turns;
	if (!turns) {
		work(worker, end, 0, count);
		return;
	}
	for (uint64_t from = 0; from < count; from += handover->turn) {
		turns_take(turns, end->pair);
		work(worker, end, from, count - from < handover->turn ? count : from + handover->turn);
		turns_pass(turns);
	}
}

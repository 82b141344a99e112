#include "turns.h"

#include "harness/fail.h"
#include "harness/reserve.h"

static unsigned index_of(const struct phase_turns *turns, int group)
{
	return group == PHASE_ALL ? turns->groups : (unsigned)group;
}

void phase_turns_open(struct phase_turns *turns, const struct run *run, unsigned groups, uint32_t turn, size_t limit)
{
	*turns = (struct phase_turns){
		.run = run,
		.groups = groups,
		.turn = turn,
		.group_of = reserve(run->thread_count * sizeof *turns->group_of),
		.rank = reserve(run->thread_count * sizeof *turns->rank),
		.members = reserve((groups + 1) * sizeof *turns->members),
		.turns = reserve((groups + 1) * sizeof *turns->turns),
		.planned = reserve(limit * sizeof *turns->planned),
		.planned_limit = limit,
	};
	turns->members[groups] = run->thread_count;
	for (unsigned i = 0; i < run->thread_count; i++) {
		turns->group_of[i] = run_thread_number(run, i) % groups;
		turns->rank[i] = turns->members[turns->group_of[i]]++;
	}
}

void phase_turns_add(struct phase_turns *turns, int group, uint32_t count)
{
	if (!turns->turn)
		return;
	if (turns->planned_count == turns->planned_limit)
		fail("bug: more phases than planned for");
	turns->planned[turns->planned_count].group = group;
	turns->planned[turns->planned_count++].turns_per_thread = (count + turns->turn - 1) / turns->turn;
}

static void begin_group(struct phase_turns *turns, unsigned index)
{
	size_t capacity = 0;
	for (size_t i = 0; i < turns->planned_count; i++)
		if (index_of(turns, turns->planned[i].group) == index)
			capacity += (size_t)turns->planned[i].turns_per_thread * turns->members[index];
	turns->turns[index] = turns_reserve(turns->members[index], capacity, random_mix(turns->run->seed + index));
	for (size_t i = 0; i < turns->planned_count; i++)
		if (index_of(turns, turns->planned[i].group) == index)
			turns_add_phase(turns->turns[index], turns->planned[i].turns_per_thread);
	turns_begin(turns->turns[index]);
}

/* A thread alone needs no turns. */
void phase_turns_begin(struct phase_turns *turns)
{
	for (unsigned i = 0; turns->turn && i <= turns->groups; i++)
		if (turns->members[i] > 1)
			begin_group(turns, i);
}

void phase_turns_work(struct phase_turns *turns, unsigned thread, int group, phase_work *work,
		      struct phase_store *store, uint32_t count)
{
	if (group != PHASE_ALL && turns->group_of[thread] != (unsigned)group)
		return;
	struct turns *own = turns->turns[index_of(turns, group)];
	if (!own) {
		work(store, 0, count);
		return;
	}
	for (uint32_t from = 0; from < count; from += turns->turn) {
		turns_take(own, group == PHASE_ALL ? thread : turns->rank[thread]);
		work(store, from, count - from < turns->turn ? count : from + turns->turn);
		turns_pass(own);
	}
}

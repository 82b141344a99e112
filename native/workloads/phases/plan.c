#include <stdio.h>
#include "harness/fail.h"
#include "phases.h"

/* Whether the phases of a round are for all threads, for each group in turn, or for the first group only. */
enum scope { SCOPE_ALL, SCOPE_EACH, SCOPE_FIRST };

static const struct pattern {
	enum phase_action before[2];
	enum scope scope;
	enum phase_action round[4];
	enum phase_action after[2];
} patterns[] = {
	[PATTERN_BALANCED] = {.round = {PHASE_GROW, PHASE_THIN}},
	[PATTERN_SHIFTED] = {.scope = SCOPE_EACH, .round = {PHASE_GROW, PHASE_THIN}},
	[PATTERN_RING] = {.before = {PHASE_GROW}, .round = {PHASE_PASS_ON}, .after = {PHASE_THIN}},
	[PATTERN_BURSTY] = {.before = {PHASE_BASE}, .scope = SCOPE_FIRST, .round = {PHASE_GROW, PHASE_THIN}},
	[PATTERN_SPARSE] = {.round = {PHASE_GROW, PHASE_HOLE_EVENLY, PHASE_REFILL}, .after = {PHASE_THIN}},
	[PATTERN_BUBBLE] = {.round = {PHASE_GROW, PHASE_HOLE_BELOW, PHASE_REFILL}, .after = {PHASE_THIN}},
};

static const char *const states[] = {
	[PHASE_BASE] = "base",
	[PHASE_GROW] = "grown",
	[PHASE_THIN] = "thinned",
	[PHASE_HOLE_EVENLY] = "holed",
	[PHASE_HOLE_BELOW] = "holed",
	[PHASE_REFILL] = "refilled",
	[PHASE_PASS_ON] = "passed on",
};

static unsigned actions_in(const enum phase_action actions[])
{
	unsigned count = 0;
	while (actions[count] != PHASE_NONE)
		count++;
	return count;
}

unsigned phase_plan_length(enum phase_pattern pattern, unsigned rounds, unsigned groups)
{
	const struct pattern *p = &patterns[pattern];
	unsigned repeats = p->scope == SCOPE_EACH ? rounds * groups : rounds;
	return actions_in(p->before) + repeats * actions_in(p->round) + actions_in(p->after);
}

/* Round 0 is what comes before or after the rounds. */
static void add(struct phase_plan *plan, const enum phase_action actions[], unsigned round, int group)
{
	for (; *actions != PHASE_NONE; actions++) {
		if (plan->count == PHASES_LIMIT)
			fail("bug: more than %d phases", PHASES_LIMIT);
		struct phase *phase = &plan->phases[plan->count++];
		*phase = (struct phase){.action = *actions, .group = group};
		if (!round)
			snprintf(phase->name, sizeof phase->name, "%s", states[*actions]);
		else if (group == PHASE_ALL)
			snprintf(phase->name, sizeof phase->name, "r%u %s", round, states[*actions]);
		else
			snprintf(phase->name, sizeof phase->name, "r%u g%d %s", round, group, states[*actions]);
	}
}

void phase_plan_make(struct phase_plan *plan, enum phase_pattern pattern, unsigned rounds, unsigned groups)
{
	const struct pattern *p = &patterns[pattern];
	plan->count = 0;
	add(plan, p->before, 0, PHASE_ALL);
	for (unsigned round = 1; round <= rounds; round++) {
		if (p->scope == SCOPE_ALL) {
			add(plan, p->round, round, PHASE_ALL);
			continue;
		}
		for (unsigned group = 0; group < (p->scope == SCOPE_FIRST ? 1 : groups); group++)
			add(plan, p->round, round, (int)group);
	}
	add(plan, p->after, 0, PHASE_ALL);
}

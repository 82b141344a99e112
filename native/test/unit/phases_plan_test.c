#include "workloads/phases/phases.h"

#include "test.h"

static struct phase_plan plan;

static void check_names(const char *const names[], unsigned count)
{
	CHECK_EQUAL(plan.count, count);
	for (unsigned i = 0; i < count && i < plan.count; i++)
		CHECK_TEXT(plan.phases[i].name, names[i]);
}

static void lets_all_threads_grow_and_shrink_together(void)
{
	static const char *const names[] = {"r1 grown", "r1 thinned", "r2 grown", "r2 thinned"};
	phase_plan_make(&plan, PATTERN_BALANCED, 2, 3);
	check_names(names, 4);
	for (unsigned i = 0; i < plan.count; i++)
		CHECK(plan.phases[i].group == PHASE_ALL);
}

static void lets_one_group_after_the_other_peak(void)
{
	static const char *const names[] = {"r1 g0 grown", "r1 g0 thinned", "r1 g1 grown", "r1 g1 thinned"};
	phase_plan_make(&plan, PATTERN_SHIFTED, 1, 2);
	check_names(names, 4);
	for (unsigned i = 0; i < plan.count; i++)
		CHECK(plan.phases[i].group == (int)i / 2);
}

static void lets_the_first_group_burst_above_the_base_of_all(void)
{
	static const char *const names[] = {"base", "r1 g0 grown", "r1 g0 thinned"};
	phase_plan_make(&plan, PATTERN_BURSTY, 1, 4);
	check_names(names, 3);
	CHECK(plan.phases[0].group == PHASE_ALL);
}

static void shrinks_at_the_end_of_every_pattern(void)
{
	for (int pattern = PATTERN_BALANCED; pattern <= PATTERN_BUBBLE; pattern++) {
		phase_plan_make(&plan, (enum phase_pattern)pattern, 3, 2);
		CHECK(plan.phases[plan.count - 1].action == PHASE_THIN);
	}
}

static void knows_its_length_without_being_made(void)
{
	for (int pattern = PATTERN_BALANCED; pattern <= PATTERN_BUBBLE; pattern++)
		for (unsigned rounds = 1; rounds < 5; rounds++) {
			phase_plan_make(&plan, (enum phase_pattern)pattern, rounds, 4);
			CHECK_EQUAL(phase_plan_length((enum phase_pattern)pattern, rounds, 4), plan.count);
		}
}

static const struct test tests[] = {
	{"lets all threads grow and shrink together", lets_all_threads_grow_and_shrink_together},
	{"lets one group after the other peak", lets_one_group_after_the_other_peak},
	{"lets the first group burst above the base of all", lets_the_first_group_burst_above_the_base_of_all},
	{"shrinks at the end of every pattern", shrinks_at_the_end_of_every_pattern},
	{"knows its length without being made", knows_its_length_without_being_made},
};

TEST_MAIN(tests)

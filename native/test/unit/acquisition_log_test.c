#include "workloads/shared/acquisition-log.h"

#include "test.h"

enum { SEED = 11 };

/* `count` acquisitions, one after the other, by two owners in turn. */
static void acquire_in_turn(struct acquisition_log *log, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		acquisition_log_leave(log, acquisition_log_enter(log), i % 2);
}

static void is_whole_when_acquisitions_follow_one_another(void)
{
	struct acquisition_log log;
	acquisition_log_begin(&log, SEED, 10);
	acquire_in_turn(&log, 10);
	CHECK_EQUAL(acquisition_log_enter(&log).left, 0);
	CHECK(acquisition_log_is_whole(&log, SEED, 10, 10));
}

static void returns_who_was_inside_before(void)
{
	struct acquisition_log log;
	acquisition_log_begin(&log, SEED, 3);
	CHECK_EQUAL(acquisition_log_enter(&log).last_owner, NO_OWNER);
	acquire_in_turn(&log, 2);
	CHECK_EQUAL(acquisition_log_enter(&log).last_owner, 1);
}

/* What a broken lock does: a second thread comes in before the first has left. */
static void does_not_hold_when_two_were_inside_at_once(void)
{
	for (unsigned before = 0; before < 9; before++) {
		struct acquisition_log log;
		acquisition_log_begin(&log, SEED, 10);
		acquire_in_turn(&log, before);
		struct acquisition first = acquisition_log_enter(&log);
		struct acquisition second = acquisition_log_enter(&log);
		acquisition_log_leave(&log, first, 0);
		acquisition_log_leave(&log, second, 1);
		unsigned taken = before + 2;
		while (acquisition_log_enter(&log).left) {
			acquire_in_turn(&log, 1);
			taken++;
		}
		CHECK(!acquisition_log_is_whole(&log, SEED, 10, taken));
	}
}

/* The stores of the two leaves mix: the count of one and the link of the other. */
static void does_not_hold_when_a_link_was_lost(void)
{
	struct acquisition_log log;
	acquisition_log_begin(&log, SEED, 4);
	struct acquisition late = acquisition_log_enter(&log);
	acquire_in_turn(&log, 4);
	log.link = random_mix(late.link);
	CHECK_EQUAL(log.left, 0);
	CHECK(!acquisition_log_is_whole(&log, SEED, 4, 4));
}

static void does_not_hold_before_all_are_taken_or_for_another_seed(void)
{
	struct acquisition_log log;
	acquisition_log_begin(&log, SEED, 4);
	acquire_in_turn(&log, 3);
	CHECK(!acquisition_log_is_whole(&log, SEED, 4, 3));
	acquire_in_turn(&log, 1);
	CHECK(!acquisition_log_is_whole(&log, SEED + 1, 4, 4));
	CHECK(acquisition_log_is_whole(&log, SEED, 4, 4));
}

static const struct test tests[] = {
	{"is whole when acquisitions follow one another", is_whole_when_acquisitions_follow_one_another},
	{"returns who was inside before", returns_who_was_inside_before},
	{"does not hold when two were inside at once", does_not_hold_when_two_were_inside_at_once},
	{"does not hold when a link was lost", does_not_hold_when_a_link_was_lost},
	{"does not hold before all are taken, or for another seed", does_not_hold_before_all_are_taken_or_for_another_seed},
};

TEST_MAIN(tests)

#include "workloads/shared/acquisition-log.h"

#include "test.h"

enum { SEED = 11 };

/* `count` acquisitions, one after the other, by two owners in turn. */
static void visit_in_turn(struct ledger *ledger, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		ledger_leave(ledger, ledger_enter(ledger), i % 2);
}

static void holds_when_visits_follow_one_another(void)
{
	struct ledger ledger;
	ledger_begin(&ledger, SEED, 10);
	visit_in_turn(&ledger, 10);
	CHECK_EQUAL(ledger_enter(&ledger).left, 0);
	CHECK(ledger_holds(&ledger, SEED, 10, 10));
}

static void tells_who_was_inside_before(void)
{
	struct ledger ledger;
	ledger_begin(&ledger, SEED, 3);
	CHECK_EQUAL(ledger_enter(&ledger).last_owner, LEDGER_NOBODY);
	visit_in_turn(&ledger, 2);
	CHECK_EQUAL(ledger_enter(&ledger).last_owner, 1);
}

/* What a broken lock does: a second thread comes in before the first has left. */
static void does_not_hold_when_two_were_inside_at_once(void)
{
	for (unsigned before = 0; before < 9; before++) {
		struct ledger ledger;
		ledger_begin(&ledger, SEED, 10);
		visit_in_turn(&ledger, before);
		struct ledger_visit first = ledger_enter(&ledger);
		struct ledger_visit second = ledger_enter(&ledger);
		ledger_leave(&ledger, first, 0);
		ledger_leave(&ledger, second, 1);
		unsigned taken = before + 2;
		while (ledger_enter(&ledger).left) {
			visit_in_turn(&ledger, 1);
			taken++;
		}
		CHECK(!ledger_holds(&ledger, SEED, 10, taken));
	}
}

/* The stores of the two leaves mix: the count of one and the link of the other. */
static void does_not_hold_when_a_link_was_lost(void)
{
	struct ledger ledger;
	ledger_begin(&ledger, SEED, 4);
	struct ledger_visit late = ledger_enter(&ledger);
	visit_in_turn(&ledger, 4);
	ledger.link = random_mix(late.link);
	CHECK_EQUAL(ledger.left, 0);
	CHECK(!ledger_holds(&ledger, SEED, 4, 4));
}

static void does_not_hold_before_all_are_taken_or_for_another_seed(void)
{
	struct ledger ledger;
	ledger_begin(&ledger, SEED, 4);
	visit_in_turn(&ledger, 3);
	CHECK(!ledger_holds(&ledger, SEED, 4, 3));
	visit_in_turn(&ledger, 1);
	CHECK(!ledger_holds(&ledger, SEED + 1, 4, 4));
	CHECK(ledger_holds(&ledger, SEED, 4, 4));
}

static const struct test tests[] = {
	{"holds when visits follow one another", holds_when_visits_follow_one_another},
	{"tells who was inside before", tells_who_was_inside_before},
	{"does not hold when two were inside at once", does_not_hold_when_two_were_inside_at_once},
	{"does not hold when a link was lost", does_not_hold_when_a_link_was_lost},
	{"does not hold before all are taken, or for another seed", does_not_hold_before_all_are_taken_or_for_another_seed},
};

TEST_MAIN(tests)

#include "harness/check.h"
#include "test.h"

static struct check digest_of(uint64_t a, uint64_t b)
{
	struct check check = {0};
	check_add(&check, a);
	check_add(&check, b);
	return check;
}

static void distinguishes_orders_inside_a_thread(void)
{
	CHECK(digest_of(1, 2).state != digest_of(2, 1).state);
	CHECK(digest_of(0, 0).state != digest_of(0, 1).state);
}

static void does_not_depend_on_the_order_in_which_threads_finish(void)
{
	struct check forth = {0}, back = {0};
	check_join(&forth, 0, digest_of(1, 2));
	check_join(&forth, 1, digest_of(3, 4));
	check_join(&back, 1, digest_of(3, 4));
	check_join(&back, 0, digest_of(1, 2));
	CHECK_EQUAL(forth.state, back.state);
}

static void notices_that_two_threads_swapped_their_work(void)
{
	struct check straight = {0}, swapped = {0};
	check_join(&straight, 0, digest_of(1, 2));
	check_join(&straight, 1, digest_of(3, 4));
	check_join(&swapped, 0, digest_of(3, 4));
	check_join(&swapped, 1, digest_of(1, 2));
	CHECK(straight.state != swapped.state);
}

static const struct test tests[] = {
	{"distinguishes orders inside a thread", distinguishes_orders_inside_a_thread},
	{"does not depend on the order in which threads finish", does_not_depend_on_the_order_in_which_threads_finish},
	{"notices that two threads swapped their work", notices_that_two_threads_swapped_their_work},
};

TEST_MAIN(tests)

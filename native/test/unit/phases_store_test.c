#include "workloads/phases/phases.h"

#include <stdbool.h>
#include "test.h"

enum { OBJECTS = 1000, BYTES = 100, NEXT_BYTES = 150 };

static struct phase_sizes orders;

static struct phase_store *store_of(uint32_t survivors, unsigned thread_number)
{
	orders.objects = OBJECTS;
	orders.survivors = survivors;
	sizes_parse(&orders.sizes, "fixed:100");
	sizes_parse(&orders.next, "fixed:150");
	return phase_store_reserve(&orders, 7, thread_number);
}

static void work(struct phase_store *store, enum phase_action action)
{
	phase_work_of(action)(store, 0, OBJECTS / 2);
	phase_work_of(action)(store, OBJECTS / 2, OBJECTS);
}

static unsigned live(const struct phase_store *store)
{
	unsigned count = 0;
	for (unsigned i = 0; i < OBJECTS; i++)
		count += store->blocks[i].block != NULL;
	return count;
}

static void grows_into_empty_places_only(void)
{
	struct phase_store *store = store_of(100, 0);
	work(store, PHASE_BASE);
	CHECK_EQUAL(live(store), OBJECTS / 10);
	work(store, PHASE_GROW);
	CHECK_EQUAL(live(store), OBJECTS);
	CHECK_EQUAL(store->operations, OBJECTS);
	CHECK_EQUAL(store->live_bytes, OBJECTS * BYTES);
	phase_store_drain(store, 0, OBJECTS);
	CHECK_EQUAL(store->live_bytes, 0);
}

static void thins_to_about_the_survivors_that_were_asked_for(void)
{
	struct phase_store *store = store_of(100, 1);
	work(store, PHASE_GROW);
	work(store, PHASE_THIN);
	CHECK(live(store) > 60 && live(store) < 140);
	CHECK_EQUAL(store->live_bytes, live(store) * BYTES);
	phase_store_drain(store, 0, OBJECTS);
}

static void spares_survivors_at_even_distances(void)
{
	struct phase_store *store = store_of(100, 0);
	work(store, PHASE_GROW);
	work(store, PHASE_HOLE_EVENLY);
	CHECK_EQUAL(live(store), OBJECTS / 10);
	for (unsigned i = 0; i < OBJECTS; i++)
		CHECK_EQUAL(store->blocks[i].block != NULL, i % 10 == 9);
	phase_store_drain(store, 0, OBJECTS);
}

static void spares_the_youngest(void)
{
	struct phase_store *store = store_of(1, 0);
	work(store, PHASE_GROW);
	work(store, PHASE_HOLE_BELOW);
	CHECK_EQUAL(live(store), 1);
	CHECK(store->blocks[OBJECTS - 1].block != NULL);
	phase_store_drain(store, 0, OBJECTS);
}

static void refills_holes_with_as_many_bytes_of_the_other_size(void)
{
	struct phase_store *store = store_of(100, 0);
	work(store, PHASE_GROW);
	work(store, PHASE_HOLE_EVENLY);
	work(store, PHASE_REFILL);
	CHECK_EQUAL(live(store), OBJECTS / 10 + OBJECTS * 9 / 10 * BYTES / NEXT_BYTES);
	CHECK_EQUAL(store->live_bytes, OBJECTS * BYTES);
	CHECK_EQUAL(store->hole_bytes, 0);
	phase_store_drain(store, 0, OBJECTS);
}

static void frees_what_the_thread_before_allocated(void)
{
	struct phase_store *one = store_of(0, 0);
	struct phase_store *other = store_of(0, 1);
	one->before = other;
	other->before = one;
	work(one, PHASE_GROW);
	work(other, PHASE_GROW);
	work(one, PHASE_PASS_ON);
	CHECK_EQUAL(live(other), 0);
	CHECK_EQUAL(live(one), OBJECTS);
	work(other, PHASE_PASS_ON);
	phase_store_turn_over(one);
	phase_store_turn_over(other);
	CHECK_EQUAL(live(one) + live(other), 2 * OBJECTS);
	CHECK_EQUAL(one->live_bytes + other->live_bytes, 2 * OBJECTS * BYTES);
	phase_store_drain(one, 0, OBJECTS);
	phase_store_drain(other, 0, OBJECTS);
	CHECK_EQUAL(one->live_bytes + other->live_bytes, 0);
}

static void keeps_survivors_of_the_ring_for_a_round(void)
{
	struct phase_store *store = store_of(1000, 0);
	work(store, PHASE_GROW);
	for (int round = 0; round < 2; round++) {
		work(store, PHASE_PASS_ON);
		phase_store_turn_over(store);
		CHECK_EQUAL(store->live_bytes, 2 * OBJECTS * BYTES);
	}
	orders.survivors = 0;
	work(store, PHASE_THIN);
	CHECK_EQUAL(store->live_bytes, 0);
}

static void settles_without_changing_how_much_lives(void)
{
	struct phase_store *store = store_of(100, 0);
	for (int filled = 0; filled < 2; filled++) {
		if (filled)
			work(store, PHASE_BASE);
		phase_store_list_live(store);
		uint64_t operations = store->operations;
		phase_store_settle(store, 0, 500);
		CHECK_EQUAL(store->live_bytes, filled * OBJECTS / 10 * BYTES);
		CHECK_EQUAL(store->operations - operations, 500);
	}
	phase_store_drain(store, 0, OBJECTS);
}

static void draws_by_the_number_of_the_thread(void)
{
	struct phase_store *one = store_of(500, 3), *same = store_of(500, 3), *other = store_of(500, 4);
	struct phase_store *stores[] = {one, same, other};
	for (int i = 0; i < 3; i++) {
		work(stores[i], PHASE_GROW);
		work(stores[i], PHASE_THIN);
		phase_store_drain(stores[i], 0, OBJECTS);
	}
	CHECK_EQUAL(one->check.state, same->check.state);
	CHECK(one->check.state != other->check.state);
}

static const struct test tests[] = {
	{"grows into empty places only", grows_into_empty_places_only},
	{"thins to about the survivors that were asked for", thins_to_about_the_survivors_that_were_asked_for},
	{"spares survivors at even distances", spares_survivors_at_even_distances},
	{"spares the youngest", spares_the_youngest},
	{"refills holes with as many bytes of the other size", refills_holes_with_as_many_bytes_of_the_other_size},
	{"frees what the thread before allocated", frees_what_the_thread_before_allocated},
	{"keeps survivors of the ring for a round", keeps_survivors_of_the_ring_for_a_round},
	{"settles without changing how much lives", settles_without_changing_how_much_lives},
	{"draws by the number of the thread", draws_by_the_number_of_the_thread},
};

TEST_MAIN(tests)

#include "harness/turns.h"

#include <pthread.h>
#include <stdbool.h>
#include "harness/barrier.h"
#include "test.h"

enum { THREADS = 3, PHASES = 4, TURNS = 20, ALL = THREADS * PHASES * TURNS };

static struct turns *turns;
static struct barrier barrier;
static unsigned seen[ALL];
static size_t seen_count;

static void *take_turns(void *argument)
{
	unsigned me = *(unsigned *)argument;
	for (int phase = 0; phase < PHASES; phase++) {
		barrier_wait(&barrier);
		for (int turn = 0; turn < TURNS; turn++) {
			turns_take(turns, me);
			/* Not atomic: only the turns keep the threads apart, which the thread sanitizer checks. */
			seen[seen_count++] = me;
			turns_pass(turns);
		}
	}
	return NULL;
}

static struct turns *planned(uint64_t seed)
{
	struct turns *plan = turns_reserve(THREADS, ALL, seed);
	for (int phase = 0; phase < PHASES; phase++)
		turns_add_phase(plan, TURNS);
	return plan;
}

static void runs_threads_in_the_planned_order(void)
{
	pthread_t threads[THREADS];
	unsigned numbers[THREADS];
	turns = planned(7);
	barrier_init(&barrier, THREADS);
	turns_begin(turns);
	for (unsigned i = 0; i < THREADS; i++) {
		numbers[i] = i;
		CHECK_EQUAL(pthread_create(&threads[i], NULL, take_turns, &numbers[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	CHECK_EQUAL(seen_count, ALL);
	for (size_t i = 0; i < ALL; i++)
		CHECK_EQUAL(seen[i], turns->order[i]);
}

static void gives_every_thread_its_turns_in_every_phase(void)
{
	struct turns *plan = planned(8);
	for (int phase = 0; phase < PHASES; phase++) {
		unsigned counts[THREADS] = {0};
		for (int i = 0; i < THREADS * TURNS; i++)
			counts[plan->order[phase * THREADS * TURNS + i]]++;
		for (int i = 0; i < THREADS; i++)
			CHECK_EQUAL(counts[i], TURNS);
	}
}

static void draws_the_order_from_the_seed(void)
{
	CHECK(!memcmp(planned(7)->order, planned(7)->order, ALL * sizeof(uint16_t)));
	CHECK(memcmp(planned(7)->order, planned(8)->order, ALL * sizeof(uint16_t)));
}

static const struct test tests[] = {
	{"runs threads in the planned order", runs_threads_in_the_planned_order},
	{"gives every thread its turns in every phase", gives_every_thread_its_turns_in_every_phase},
	{"draws the order from the seed", draws_the_order_from_the_seed},
};

TEST_MAIN(tests)

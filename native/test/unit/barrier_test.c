#include "harness/barrier.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include "test.h"

enum { THREADS = 4, ROUNDS = 200 };

static struct barrier barrier;
static int arrivals[ROUNDS];
static int releases[ROUNDS];
static bool early[THREADS];

static void count_release(void *round)
{
	releases[*(int *)round]++;
}

static void *pass_rounds(void *argument)
{
	bool *mine = argument;
	for (int round = 0; round < ROUNDS; round++) {
		__atomic_add_fetch(&arrivals[round], 1, __ATOMIC_RELAXED);
		barrier_wait_then(&barrier, count_release, &round);
		*mine |= __atomic_load_n(&arrivals[round], __ATOMIC_RELAXED) != THREADS;
		/* Not atomic: only the barrier orders it after the release, which the thread sanitizer checks. */
		*mine |= releases[round] != 1;
	}
	return NULL;
}

static void releases_nobody_before_all_arrived(void)
{
	pthread_t threads[THREADS];
	barrier_init(&barrier, THREADS);
	for (int i = 0; i < THREADS; i++)
		CHECK_EQUAL(pthread_create(&threads[i], NULL, pass_rounds, &early[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < THREADS; i++)
		CHECK(!early[i]);
}

static void does_not_hold_up_a_single_party(void)
{
	int round = 0;
	int before = releases[0];
	barrier_init(&barrier, 1);
	for (int i = 0; i < 3; i++)
		barrier_wait_then(&barrier, count_release, &round);
	CHECK_EQUAL(releases[0] - before, 3);
}

/* Two parties: those that spin need a CPU each. */
static void *meet_rounds(void *argument)
{
	bool *mine = argument;
	for (int round = 0; round < ROUNDS; round++) {
		__atomic_add_fetch(&arrivals[round], 1, __ATOMIC_RELAXED);
		barrier_meet_then(&barrier, count_release, &round);
		*mine |= __atomic_load_n(&arrivals[round], __ATOMIC_RELAXED) != 2;
		*mine |= releases[round] != 1;
	}
	return NULL;
}

static void spinning_parties_meet_in_the_same_way(void)
{
	pthread_t threads[2];
	bool met_early[2] = {false, false};
	for (int round = 0; round < ROUNDS; round++)
		arrivals[round] = releases[round] = 0;
	barrier_init(&barrier, 2);
	for (int i = 0; i < 2; i++)
		CHECK_EQUAL(pthread_create(&threads[i], NULL, meet_rounds, &met_early[i]), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	CHECK(!met_early[0] && !met_early[1]);
}

static const struct test tests[] = {
	{"releases nobody before all arrived", releases_nobody_before_all_arrived},
	{"does not hold up a single party", does_not_hold_up_a_single_party},
	{"spinning parties meet in the same way", spinning_parties_meet_in_the_same_way},
};

TEST_MAIN(tests)

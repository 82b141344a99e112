/* Threads created and joined, one after the other or in batches, and a lock that nobody else wants. */
#include <pthread.h>
#include <string.h>
#include "harness/fail.h"
#include "harness/reserve.h"
#include "classic.h"

enum { CREATED = 2500, BATCH = 50, LOCKED = 1000000 };

static const unsigned one_at_a_time = 1;
static const unsigned in_batches = BATCH;

struct creator {
	unsigned batch;
	pthread_t threads[BATCH];
	/* What each thread was given and has to return. */
	uintptr_t given[CREATED];
	uint64_t returned;
};

static void *open_creator(const struct worker *worker, const void *shape, uint64_t steps)
{
	struct creator *c = reserve(sizeof *c);
	struct random random;
	(void)steps;
	c->batch = *(const unsigned *)shape;
	random_seed(&random, worker->run->seed, worker->index);
	for (unsigned i = 0; i < CREATED; i++)
		c->given[i] = (uintptr_t)random_next(&random);
	return c;
}

static void *give_back(void *argument)
{
	return argument;
}

static void check_call(int error, const char *call)
{
	if (__builtin_expect(error, 0))
		fail("%s failed: %s", call, strerror(error));
}

static void create_and_join(void *state)
{
	struct creator *c = state;
	for (unsigned first = 0; first < CREATED; first += c->batch) {
		for (unsigned i = 0; i < c->batch; i++)
			check_call(pthread_create(&c->threads[i], NULL, give_back, (void *)c->given[first + i]),
				   "pthread_create");
		for (unsigned i = 0; i < c->batch; i++) {
			void *returned;
			check_call(pthread_join(c->threads[i], &returned), "pthread_join");
			c->returned += (uintptr_t)returned == c->given[first + i];
		}
	}
}

static void clean_creator(void *state, struct check *check)
{
	struct creator *c = state;
	if (c->returned != CREATED)
		fail("%llu of %d threads returned what they were given", (unsigned long long)c->returned, CREATED);
	for (unsigned i = 0; i < CREATED; i++)
		check_add(check, c->given[i]);
	c->returned = 0;
}

struct locker {
	_Alignas(64) pthread_mutex_t lock;
	/* How often pthread_mutex_lock said that it took the lock. */
	uint64_t taken;
};

static void *open_locker(const struct worker *worker, const void *shape, uint64_t steps)
{
	struct locker *l = reserve(sizeof *l);
	(void)worker, (void)shape, (void)steps;
	check_call(pthread_mutex_init(&l->lock, NULL), "pthread_mutex_init");
	return l;
}

static void lock_and_unlock(void *state)
{
	struct locker *l = state;
	uint64_t taken = 0;
	for (unsigned i = 0; i < LOCKED; i++) {
		taken += pthread_mutex_lock(&l->lock) == 0;
		pthread_mutex_unlock(&l->lock);
	}
	l->taken = taken;
}

static void *lock_in_thread(void *state)
{
	lock_and_unlock(state);
	return state;
}

/* A libc may skip atomic instructions in a process that never had a second thread; here there is one, which only waits. */
static void lock_and_unlock_in_thread(void *state)
{
	pthread_t thread;
	void *returned = NULL;
	check_call(pthread_create(&thread, NULL, lock_in_thread, state), "pthread_create");
	check_call(pthread_join(thread, &returned), "pthread_join");
	if (returned != state)
		fail("the thread that locked did not return what it was given");
}

static void clean_locker(void *state, struct check *check)
{
	struct locker *l = state;
	if (l->taken != LOCKED)
		fail("the lock was taken %llu times, not %d", (unsigned long long)l->taken, LOCKED);
	check_call(pthread_mutex_trylock(&l->lock), "pthread_mutex_trylock of an unlocked mutex");
	pthread_mutex_unlock(&l->lock);
	check_add(check, l->taken);
	l->taken = 0;
}

const struct classic_test classic_pthread_tests[] = {
	{"create-join", 1, &one_at_a_time, open_creator, create_and_join, NULL, NULL, clean_creator},
	{"create-join-batch", 1, &in_batches, open_creator, create_and_join, NULL, NULL, clean_creator},
	{"lock", 1, NULL, open_locker, lock_and_unlock_in_thread, NULL, NULL, clean_locker},
	{"lock-single-threaded", 1, NULL, open_locker, lock_and_unlock, NULL, NULL, clean_locker},
	{0},
};

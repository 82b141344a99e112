#include "condvar.h"

#include <sched.h>
#include "harness/clock.h"
#include "harness/touch.h"

/*
 * A thread must not take the baton that it has just laid down: it would be the first to see it, and nobody would ever
 * be woken.
 */
static bool may_take(const struct baton *baton, unsigned thread)
{
	return baton->lies_free && baton->ledger.last_owner != thread;
}

/* Does another thread wait longer than this one has? */
static bool overtakes(const struct worker *worker, uint64_t ticket)
{
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct runner *other = crew_worker(worker->crew, i)->state;
		if (other->ticket && other->ticket < ticket)
			return true;
	}
	return false;
}

/* With the mutex held. False when the baton need not be taken any more. */
static bool await_baton(const struct worker *worker, struct baton *baton, struct runner *runner)
{
	uint64_t ticket = 0;
	while (baton->ledger.left && !may_take(baton, worker->index)) {
		ticket = runner->ticket = ++baton->tickets;
		pthread_cond_wait(&baton->available, &baton->mutex);
		runner->ticket = 0;
		runner->seen.counts[CONDVAR_WAITS]++;
		if (baton->ledger.left && !may_take(baton, worker->index))
			runner->seen.counts[CONDVAR_IN_VAIN]++;
	}
	if (!baton->ledger.left)
		return false;
	if (ticket && worker->run->mode == MODE_COUNT)
		runner->seen.counts[CONDVAR_OVERTOOK] += overtakes(worker, ticket);
	return true;
}

static void wake(const struct condvar *condvar, struct baton *baton)
{
	if (condvar->wake == WAKE_BROADCAST || !baton->ledger.left)
		pthread_cond_broadcast(&baton->available);
	else
		pthread_cond_signal(&baton->available);
}

/* The mutex is released while the baton is held. */
static void hold_baton(const struct condvar *condvar, struct runner *runner, unsigned thread, unsigned thread_count)
{
	struct baton *baton = condvar->baton;
	struct ledger_visit visit = ledger_enter(&baton->ledger);
	baton->lies_free = false;
	runner->after[visit.last_owner == LEDGER_NOBODY ? thread_count : visit.last_owner]++;
	pthread_mutex_unlock(&baton->mutex);
	touch_think(condvar->hold);
	pthread_mutex_lock(&baton->mutex);
	ledger_leave(&baton->ledger, visit, thread);
	baton->lies_free = true;
	wake(condvar, baton);
	runner->taken++;
}

/* The baton lies there when the last thread comes, when all others sleep. There the pass begins, and so does its time. */
static void arrive(const struct worker *worker, struct baton *baton)
{
	if (++baton->arrived < worker->run->thread_count)
		return;
	baton->lies_free = true;
	if (worker->run->mode == MODE_THROUGHPUT)
		worker->crew->begins_ns[worker->pass] = clock_now_ns();
}

void condvar_pass(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	struct baton *baton = condvar->baton;
	struct runner *runner = worker->state;
	runner->taken = 0;
	pthread_mutex_lock(&baton->mutex);
	arrive(worker, baton);
	while (await_baton(worker, baton, runner)) {
		hold_baton(condvar, runner, worker->index, worker->run->thread_count);
		if (!condvar->think)
			continue;
		pthread_mutex_unlock(&baton->mutex);
		touch_think(condvar->think);
		pthread_mutex_lock(&baton->mutex);
	}
	pthread_mutex_unlock(&baton->mutex);
}

static void sleep_until_looked(struct baton *baton, struct runner *runner)
{
	pthread_mutex_lock(&baton->mutex);
	runner->seen.frame = (uintptr_t)__builtin_frame_address(0);
	baton->asleep++;
	while (!baton->looked)
		pthread_cond_wait(&baton->available, &baton->mutex);
	pthread_mutex_unlock(&baton->mutex);
}

static void look(const struct worker *worker, struct baton *baton)
{
	struct sync_thread *threads[MAX_THREADS];
	unsigned others = worker->run->thread_count - 1;
	for (unsigned i = 0; i <= others; i++)
		threads[i] = &((struct runner *)crew_worker(worker->crew, i)->state)->seen;
	pthread_mutex_lock(&baton->mutex);
	while (baton->asleep < others) {
		pthread_mutex_unlock(&baton->mutex);
		sched_yield();
		pthread_mutex_lock(&baton->mutex);
	}
	/* A thread that has released the mutex by waiting is in the condition variable's list, whether it sleeps yet or not. */
	sync_object_look(&baton->available, sizeof baton->available, others + 1, threads);
	baton->looked = true;
	pthread_cond_broadcast(&baton->available);
	pthread_mutex_unlock(&baton->mutex);
}

void condvar_look(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	if (worker_is_first(worker))
		look(worker, condvar->baton);
	else
		sleep_until_looked(condvar->baton, worker->state);
}

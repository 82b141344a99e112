#include "condvar.h"

#include "harness/clock.h"
#include "harness/linux.h"
#include "harness/touch.h"

/*
 * A thread must not take the token that it has just released: it would be the first to see it, and nobody would ever
 * be woken.
 */
static bool may_take(const struct token *token, unsigned index)
{
	return token->is_free && token->log.last_owner != index;
}

/* Does another thread wait longer than this one has? */
static bool overtakes(const struct worker *worker, uint64_t ticket)
{
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct condvar_thread *other = crew_worker(worker->crew, i)->state;
		if (other->ticket && other->ticket < ticket)
			return true;
	}
	return false;
}

/* With the mutex held. False when the token need not be taken any more. */
static bool await_token(const struct worker *worker, struct token *token, struct condvar_thread *thread)
{
	uint64_t ticket = 0;
	while (token->log.left && !may_take(token, worker->index)) {
		ticket = thread->ticket = ++token->tickets;
		pthread_cond_wait(&token->available, &token->mutex);
		thread->ticket = 0;
		thread->base.seen.counts[CONDVAR_WAITS]++;
		if (token->log.left && !may_take(token, worker->index))
			thread->base.seen.counts[CONDVAR_IN_VAIN]++;
	}
	if (!token->log.left)
		return false;
	if (ticket && worker->run->mode == MODE_COUNT)
		thread->base.seen.counts[CONDVAR_OVERTOOK] += overtakes(worker, ticket);
	return true;
}

static void wake(const struct condvar *condvar, struct token *token)
{
	if (condvar->wake == WAKE_BROADCAST || !token->log.left)
		pthread_cond_broadcast(&token->available);
	else
		pthread_cond_signal(&token->available);
}

/* The mutex is released while the token is held. */
static void hold_token(const struct condvar *condvar, struct condvar_thread *thread, unsigned index, unsigned thread_count)
{
	struct token *token = condvar->token;
	struct acquisition entered = acquisition_log_enter(&token->log);
	token->is_free = false;
	lock_thread_follows(&thread->base, entered, thread_count);
	pthread_mutex_unlock(&token->mutex);
	touch_think(condvar->hold);
	pthread_mutex_lock(&token->mutex);
	acquisition_log_leave(&token->log, entered, index);
	token->is_free = true;
	wake(condvar, token);
	thread->base.taken++;
}

/* The token is free when the last thread comes, when all others sleep. Then the pass begins, and so does its time. */
static void arrive(const struct worker *worker, struct token *token)
{
	if (++token->arrived < worker->run->thread_count)
		return;
	token->is_free = true;
	if (worker->run->mode == MODE_THROUGHPUT)
		worker->crew->begins_ns[worker->pass] = clock_now_ns();
}

void condvar_pass(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	struct token *token = condvar->token;
	struct condvar_thread *thread = worker->state;
	thread->base.taken = 0;
	pthread_mutex_lock(&token->mutex);
	arrive(worker, token);
	while (await_token(worker, token, thread)) {
		hold_token(condvar, thread, worker->index, worker->run->thread_count);
		if (!condvar->think)
			continue;
		pthread_mutex_unlock(&token->mutex);
		touch_think(condvar->think);
		pthread_mutex_lock(&token->mutex);
	}
	pthread_mutex_unlock(&token->mutex);
}

static void sleep_until_looked(struct token *token, struct condvar_thread *thread)
{
	pthread_mutex_lock(&token->mutex);
	thread->base.seen.frame = (uintptr_t)__builtin_frame_address(0);
	token->asleep++;
	while (!token->looked)
		pthread_cond_wait(&token->available, &token->mutex);
	pthread_mutex_unlock(&token->mutex);
}

static void look(const struct worker *worker, struct token *token)
{
	struct sync_thread *threads[MAX_THREADS];
	unsigned others = worker->run->thread_count - 1;
	sync_threads_list(worker->crew, threads);
	pthread_mutex_lock(&token->mutex);
	while (token->asleep < others) {
		pthread_mutex_unlock(&token->mutex);
		linux_yield();
		pthread_mutex_lock(&token->mutex);
	}
	/* A thread that has released the mutex by waiting is in the condition variable's list, whether it sleeps yet or not. */
	sync_object_look(&token->available, sizeof token->available, others + 1, threads);
	token->looked = true;
	pthread_cond_broadcast(&token->available);
	pthread_mutex_unlock(&token->mutex);
}

void condvar_look(struct worker *worker)
{
	const struct condvar *condvar = worker->crew->shared;
	if (worker_is_first(worker))
		look(worker, condvar->token);
	else
		sleep_until_looked(condvar->token, worker->state);
}

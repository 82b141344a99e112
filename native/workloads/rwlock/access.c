#include "rwlock.h"

#include "harness/fail.h"
#include "harness/touch.h"

bool rwlock_is_write(const struct worker *worker, uint64_t number)
{
	const struct rwlock *rwlock = worker->crew->shared;
	return random_mix(random_mix(worker->run->seed + worker->pass) ^ number) % 100 < rwlock->writes_percent;
}

static void write_once(const struct worker *worker, const struct rwlock *rwlock, struct rwlock_thread *thread)
{
	struct record *record = rwlock->record;
	pthread_rwlock_wrlock(&record->lock);
	struct acquisition entered = acquisition_log_enter(&record->log);
	__atomic_store_n(&record->first_copy, entered.left, __ATOMIC_RELAXED);
	lock_thread_follows(&thread->base, entered, worker->run->thread_count);
	touch_think(rwlock->critical);
	acquisition_log_leave(&record->log, entered, worker->index);
	__atomic_store_n(&record->second_copy, entered.left, __ATOMIC_RELAXED);
	pthread_rwlock_unlock(&record->lock);
	thread->written++;
}

static void read_once(const struct worker *worker, const struct rwlock *rwlock)
{
	struct record *record = rwlock->record;
	pthread_rwlock_rdlock(&record->lock);
	uint64_t before = __atomic_load_n(&record->second_copy, __ATOMIC_RELAXED);
	touch_think(rwlock->critical);
	uint64_t after = __atomic_load_n(&record->first_copy, __ATOMIC_RELAXED);
	pthread_rwlock_unlock(&record->lock);
	if (before != after)
		fail("the rwlock let thread %u read while another wrote", worker->index);
}

void rwlock_take_own(struct worker *worker, struct rwlock_thread *thread)
{
	const struct rwlock *rwlock = worker->crew->shared;
	uint64_t first = worker->run->operations * worker->index;
	thread->base.taken = thread->written = 0;
	for (uint64_t number = first; number < first + worker->run->operations; number++) {
		if (rwlock_is_write(worker, number))
			write_once(worker, rwlock, thread);
		else
			read_once(worker, rwlock);
		thread->base.taken++;
		touch_think(rwlock->think);
	}
}

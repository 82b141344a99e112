#include "mutex.h"

#include "harness/clock.h"
#include "harness/touch.h"

#define INLINE static inline __attribute__((always_inline))

enum visit_result { VISIT_EARLY, VISIT_COUNTED, VISIT_NOTHING_LEFT };

/*
 * One turn inside the lock. Until all threads have come it does its work but does not count: a barrier wakes
 * them one after the other, and the first to wake would have used up a short pass before the last has come.
 */
INLINE enum visit_result visit(struct mutex *mutex, struct contender *contender, unsigned thread, unsigned thread_count)
{
	struct locked *locked = mutex->locked;
	if (__atomic_load_n(&locked->arrived, __ATOMIC_ACQUIRE) < thread_count) {
		touch_think(mutex->critical);
		return VISIT_EARLY;
	}
	struct ledger_visit visit = ledger_enter(&locked->ledger);
	if (!visit.left)
		return VISIT_NOTHING_LEFT;
	contender->after[visit.last_owner == LEDGER_NOBODY ? thread_count : visit.last_owner]++;
	touch_think(mutex->critical);
	ledger_leave(&locked->ledger, visit, thread);
	return VISIT_COUNTED;
}

/* The pass begins when the last thread comes to the lock, and so does its time. */
static void arrive(struct worker *worker)
{
	struct mutex *mutex = worker->crew->shared;
	uint64_t now_ns = worker->run->mode == MODE_THROUGHPUT ? clock_now_ns() : 0;
	if (__atomic_add_fetch(&mutex->locked->arrived, 1, __ATOMIC_ACQ_REL) == worker->run->thread_count)
		worker->crew->begins_ns[worker->pass] = now_ns;
}

INLINE uint64_t contend(struct worker *worker, struct contender *contender, bool timed)
{
	struct mutex *mutex = worker->crew->shared;
	pthread_mutex_t *lock = &mutex->locked->mutex;
	uint64_t taken = 0;
	arrive(worker);
	for (;;) {
		uint64_t begin_ns = timed ? clock_now_ns() : 0;
		pthread_mutex_lock(lock);
		uint64_t wait_ns = timed ? clock_now_ns() - begin_ns : 0;
		enum visit_result result = visit(mutex, contender, worker->index, worker->run->thread_count);
		pthread_mutex_unlock(lock);
		if (result == VISIT_NOTHING_LEFT)
			return taken;
		if (timed && result == VISIT_COUNTED)
			histogram_add(contender->wait_ns, wait_ns);
		taken += result == VISIT_COUNTED;
		touch_think(mutex->think);
	}
}

uint64_t mutex_contend(struct worker *worker, struct contender *contender)
{
	return worker->run->mode == MODE_LATENCY ? contend(worker, contender, true) : contend(worker, contender, false);
}

#include "mutex.h"

#include "harness/clock.h"
#include "harness/touch.h"

#define INLINE static inline __attribute__((always_inline))

enum entry_result { ENTRY_EARLY, ENTRY_COUNTED, ENTRY_NOTHING_LEFT };

/*
 * One turn inside the lock. Until all threads have come it does its work but does not count: a barrier wakes
 * them one after the other, and the first to wake would have used up a short pass before the last has come.
 */
INLINE enum entry_result enter(struct mutex *mutex, struct mutex_thread *thread, unsigned index, unsigned thread_count)
{
	struct locked *locked = mutex->locked;
	if (__atomic_load_n(&locked->arrived, __ATOMIC_ACQUIRE) < thread_count) {
		touch_think(mutex->critical);
		return ENTRY_EARLY;
	}
	struct acquisition entered = acquisition_log_enter(&locked->log);
	if (!entered.left)
		return ENTRY_NOTHING_LEFT;
	lock_thread_follows(&thread->base, entered, thread_count);
	touch_think(mutex->critical);
	acquisition_log_leave(&locked->log, entered, index);
	return ENTRY_COUNTED;
}

/* The pass begins when the last thread comes to the lock, and so does its time. */
static void arrive(struct worker *worker)
{
	struct mutex *mutex = worker->crew->shared;
	uint64_t now_ns = worker->run->mode == MODE_THROUGHPUT ? clock_now_ns() : 0;
	if (__atomic_add_fetch(&mutex->locked->arrived, 1, __ATOMIC_ACQ_REL) == worker->run->thread_count)
		worker->crew->begins_ns[worker->pass] = now_ns;
}

INLINE uint64_t contend(struct worker *worker, struct mutex_thread *thread, bool timed)
{
	struct mutex *mutex = worker->crew->shared;
	pthread_mutex_t *lock = &mutex->locked->mutex;
	uint64_t taken = 0;
	arrive(worker);
	for (;;) {
		uint64_t begin_ns = timed ? clock_now_ns() : 0;
		pthread_mutex_lock(lock);
		uint64_t wait_ns = timed ? clock_now_ns() - begin_ns : 0;
		enum entry_result result = enter(mutex, thread, worker->index, worker->run->thread_count);
		pthread_mutex_unlock(lock);
		if (result == ENTRY_NOTHING_LEFT)
			return taken;
		if (timed && result == ENTRY_COUNTED)
			histogram_add(thread->wait_ns, wait_ns);
		taken += result == ENTRY_COUNTED;
		touch_think(mutex->think);
	}
}

uint64_t mutex_contend(struct worker *worker, struct mutex_thread *thread)
{
	return worker->run->mode == MODE_LATENCY ? contend(worker, thread, true) : contend(worker, thread, false);
}

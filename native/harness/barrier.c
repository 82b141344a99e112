#include "barrier.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include "linux.h"

void barrier_init(struct barrier *barrier, unsigned parties)
{
	barrier->round = 0;
	barrier->arrived = 0;
	barrier->parties = parties;
}

/* Who is not the last waits for barrier->round to change from what it was before. */
static bool arrive_last(struct barrier *barrier, uint32_t round, void (*last)(void *argument), void *argument)
{
	if (__atomic_add_fetch(&barrier->arrived, 1, __ATOMIC_ACQ_REL) != barrier->parties)
		return false;
	barrier->arrived = 0;
	if (last)
		last(argument);
	__atomic_store_n(&barrier->round, round + 1, __ATOMIC_RELEASE);
	return true;
}

void barrier_wait_then(struct barrier *barrier, void (*last)(void *argument), void *argument)
{
	uint32_t round = __atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE);
	if (arrive_last(barrier, round, last, argument)) {
		if (barrier->parties > 1)
			linux_futex_wake(&barrier->round, INT_MAX);
		return;
	}
	while (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round)
		linux_futex_wait(&barrier->round, round);
}

void barrier_meet_then(struct barrier *barrier, void (*last)(void *argument), void *argument)
{
	uint32_t round = __atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE);
	if (arrive_last(barrier, round, last, argument))
		return;
	while (__atomic_load_n(&barrier->round, __ATOMIC_ACQUIRE) == round)
		;
}

void barrier_wait(struct barrier *barrier)
{
	barrier_wait_then(barrier, NULL, NULL);
}

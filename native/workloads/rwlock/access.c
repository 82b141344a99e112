#include "rwlock.h"

#include "harness/fail.h"
#include "harness/touch.h"

bool rwlock_is_write(const struct worker *worker, uint64_t ticket)
{
	const struct rwlock *rwlock = worker->crew->shared;
	return random_mix(random_mix(worker->run->seed + worker->pass) ^ ticket) % 100 < rwlock->writes_percent;
}

static void write_once(const struct worker *worker, const struct rwlock *rwlock, struct editor *editor)
{
	struct document *document = rwlock->document;
	pthread_rwlock_wrlock(&document->lock);
	struct ledger_visit visit = ledger_enter(&document->ledger);
	__atomic_store_n(&document->first_copy, visit.left, __ATOMIC_RELAXED);
	editor->after[visit.last_owner == LEDGER_NOBODY ? worker->run->thread_count : visit.last_owner]++;
	touch_think(rwlock->critical);
	ledger_leave(&document->ledger, visit, worker->index);
	__atomic_store_n(&document->second_copy, visit.left, __ATOMIC_RELAXED);
	pthread_rwlock_unlock(&document->lock);
	editor->written++;
}

static void read_once(const struct worker *worker, const struct rwlock *rwlock)
{
	struct document *document = rwlock->document;
	pthread_rwlock_rdlock(&document->lock);
	uint64_t before = __atomic_load_n(&document->second_copy, __ATOMIC_RELAXED);
	touch_think(rwlock->critical);
	uint64_t after = __atomic_load_n(&document->first_copy, __ATOMIC_RELAXED);
	pthread_rwlock_unlock(&document->lock);
	if (before != after)
		fail("the rwlock let thread %u read while another wrote", worker->index);
}

void rwlock_take_tickets(struct worker *worker, struct editor *editor)
{
	const struct rwlock *rwlock = worker->crew->shared;
	uint64_t *tickets = &rwlock->document->tickets;
	uint64_t total = rwlock_total(worker->run);
	uint64_t ticket;
	editor->taken = editor->written = 0;
	while ((ticket = __atomic_fetch_add(tickets, 1, __ATOMIC_RELAXED)) < total) {
		if (rwlock_is_write(worker, ticket))
			write_once(worker, rwlock, editor);
		else
			read_once(worker, rwlock);
		editor->taken++;
		touch_think(rwlock->think);
	}
}

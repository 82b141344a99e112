#include "body.h"

#include "harness/purge.h"
#include "harness/reserve.h"

struct border {
	struct worker *worker;
	const char *name;
	bool in_series;
};

static const struct phase_store *store_of(const struct worker *worker, unsigned thread)
{
	return crew_worker(worker->crew, thread)->state;
}

static void look(void *argument)
{
	const struct border *border = argument;
	struct run *run = border->worker->run;
	uint64_t live_bytes = 0, operations = 0;
	for (unsigned i = 0; i < run->thread_count; i++) {
		live_bytes += (uint64_t)store_of(border->worker, i)->live_bytes;
		operations += store_of(border->worker, i)->operations;
	}
	if (border->in_series)
		run_checkpoint_at(run, border->name, live_bytes, operations);
	else
		run_checkpoint(run, border->name, live_bytes);
}

/* All threads are through a phase; the last to come looks before anyone goes on. */
static void cross_border(struct worker *worker, const char *name, bool in_series)
{
	struct border border = {worker, name, in_series};
	barrier_wait_then(&worker->crew->barrier, look, &border);
}

static bool is_last_pass(const struct worker *worker)
{
	return worker->pass + 1 == worker->run->warmup + worker->run->samples;
}

static void run_phases(struct worker *worker, struct phase_store *store)
{
	struct phases *phases = worker->crew->shared;
	for (unsigned i = 0; i < phases->plan->count; i++) {
		const struct phase *phase = &phases->plan->phases[i];
		phase_turns_work(&phases->turns, worker->index, phase->group, phase_work_of(phase->action), store,
				 phases->sizes.objects);
		if (is_last_pass(worker))
			cross_border(worker, phase->name, true);
		else
			worker_barrier(worker);
		if (phase->action == PHASE_PASS_ON) {
			phase_store_turn_over(store);
			worker_barrier(worker);
		}
	}
}

static void work_all(struct worker *worker, phase_work *work, struct phase_store *store, uint32_t count)
{
	struct phases *phases = worker->crew->shared;
	phase_turns_work(&phases->turns, worker->index, PHASE_ALL, work, store, count);
}

uint32_t phases_settled_by(const struct run *run, unsigned look_number)
{
	return (uint32_t)(run->operations >> (SETTLE_LOOKS - 1 - look_number));
}

static void settle(struct worker *worker, struct phase_store *store)
{
	struct phases *phases = worker->crew->shared;
	phase_store_list_live(store);
	for (unsigned i = 0; i < SETTLE_LOOKS; i++) {
		uint32_t done = i ? phases_settled_by(worker->run, i - 1) : 0;
		if (phases_settled_by(worker->run, i) == done)
			continue;
		work_all(worker, phase_store_settle, store, phases_settled_by(worker->run, i) - done);
		cross_border(worker, phases->settled[i], true);
	}
}

static void purge(struct worker *worker)
{
	const struct purge *purge = purge_of(worker->run->allocator);
	if (!purge)
		return;
	if (purge->thread)
		purge->thread();
	worker_barrier(worker);
	if (worker_is_first(worker))
		purge->process();
	cross_border(worker, "purged", false);
}

static void find_thread_before(struct worker *worker, struct phase_store *store)
{
	unsigned count = worker->run->thread_count;
	store->before = crew_worker(worker->crew, (worker->index + count - 1) % count)->state;
}

void phases_body(struct worker *worker)
{
	struct phases *phases = worker->crew->shared;
	struct run *run = worker->run;
	struct phase_store *store =
		phase_store_reserve(&phases->sizes, run->seed, run_thread_number(run, worker->index));
	worker->state = store;
	worker_barrier(worker);
	find_thread_before(worker, store);
	worker_open(worker);
	while (worker_next_pass(worker)) {
		uint64_t before = store->operations;
		worker_begin_pass(worker);
		run_phases(worker, store);
		worker_end_pass(worker, store->operations - before);
		if (!is_last_pass(worker))
			work_all(worker, phase_store_drain, store, phases->sizes.objects);
	}
	worker_close(worker, (uint64_t)store->live_bytes);
	if (phases->purge == PURGE_SURVIVORS)
		purge(worker);
	settle(worker, store);
	work_all(worker, phase_store_drain, store, phases->sizes.objects);
	cross_border(worker, "freed", false);
	if (phases->purge == PURGE_FREED)
		purge(worker);
	worker->check = store->check;
}

void phases_plan_turns(struct phases *phases, const struct run *run)
{
	struct phase_turns *turns = &phases->turns;
	unsigned passes = run->warmup + run->samples;
	for (unsigned pass = 0; pass < passes; pass++) {
		if (pass)
			phase_turns_add(turns, PHASE_ALL, phases->sizes.objects);
		for (unsigned i = 0; i < phases->plan->count; i++)
			phase_turns_add(turns, phases->plan->phases[i].group, phases->sizes.objects);
	}
	for (unsigned i = 0; i < SETTLE_LOOKS; i++)
		phase_turns_add(turns, PHASE_ALL, phases_settled_by(run, i) - (i ? phases_settled_by(run, i - 1) : 0));
	phase_turns_add(turns, PHASE_ALL, phases->sizes.objects);
}

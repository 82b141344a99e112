#include "mutex.h"

#include "harness/reserve.h"
#include "workloads/shared/owners.h"

static const struct contender *contender_of(struct crew *crew, unsigned thread)
{
	return crew_worker(crew, thread)->state;
}

void mutex_output_handovers(struct crew *crew)
{
	const struct mutex *mutex = crew->shared;
	const uint64_t **after = reserve(crew->run->thread_count * sizeof *after);
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		after[i] = contender_of(crew, i)->after;
	owners_output(crew, after, mutex->lock_node);
}

void mutex_output_waits(struct crew *crew)
{
	struct histogram *all = reserve(sizeof *all);
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		histogram_merge(all, contender_of(crew, i)->wait_ns);
	output_histogram(&crew->run->out, "lock-wait", all);
}

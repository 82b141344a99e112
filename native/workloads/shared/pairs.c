#include "pairs.h"

#include "harness/fail.h"

unsigned pair_of(const struct run *run, unsigned thread)
{
	unsigned count = 0;
	for (unsigned i = 0; i < thread; i++)
		count += run->threads[i].role_index == run->threads[thread].role_index;
	return count;
}

int pair_thread(const struct run *run, unsigned pair, unsigned role)
{
	for (unsigned i = 0; i < run->thread_count; i++)
		if (run->threads[i].role_index == role && pair_of(run, i) == pair)
			return (int)i;
	return -1;
}

void pairs_validate(const struct run *run)
{
	const char *const *roles = run->workload->roles;
	unsigned seconds = 0;
	for (unsigned i = 0; i < run->thread_count; i++)
		seconds += run->threads[i].role_index == 1;
	if (seconds * 2 != run->thread_count)
		refuse("--threads: %u %ss and %u %ss are listed: list as many %ss as %ss, for example %s=0:0,%s=1:2",
		       run->thread_count - seconds, roles[0], seconds, roles[1], roles[1], roles[0], roles[0],
		       roles[1]);
}

void pairs_work_in_order(struct worker *worker, unsigned role, void (*work)(struct worker *worker))
{
	unsigned own = pair_of(worker->run, worker->index);
	for (unsigned pair = 0; pair < worker->run->thread_count / 2; pair++) {
		worker_barrier(worker);
		if (pair == own && worker->spec->role_index == role)
			work(worker);
	}
	worker_barrier(worker);
}

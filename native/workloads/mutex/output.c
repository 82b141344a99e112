#include "mutex.h"

#include "harness/reserve.h"

void mutex_output_waits(struct crew *crew)
{
	struct histogram *all = reserve(sizeof *all);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		const struct mutex_thread *thread = crew_worker(crew, i)->state;
		histogram_merge(all, thread->wait_ns);
	}
	output_histogram(&crew->run->out, "lock-wait", all);
}

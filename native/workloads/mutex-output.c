#include "mutex.h"

#include "../harness/reserve.h"

static const struct contender *contender_of(struct crew *crew, unsigned thread)
{
	return crew_worker(crew, thread)->state;
}

static void output_threads(struct crew *crew)
{
	struct output *out = &crew->run->out;
	json_key(out, "threads");
	json_begin_array(out);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		uint64_t acquisitions = 0;
		for (unsigned k = 0; k <= crew->run->thread_count; k++)
			acquisitions += contender_of(crew, i)->after[k];
		json_begin_object(out);
		json_unsigned_at(out, "thread", i);
		json_unsigned_at(out, "node", crew->run->threads[i].node);
		json_unsigned_at(out, "acquisitions", acquisitions);
		json_end_object(out);
	}
	json_end_array(out);
}

/* matrix[i][j]: acquisitions by thread j directly after one by thread i. */
void mutex_output_handovers(struct crew *crew)
{
	const struct mutex *mutex = crew->shared;
	struct output *out = &crew->run->out;
	json_begin_line(out, "lock-handovers");
	output_threads(crew);
	json_key(out, "matrix");
	json_begin_array(out);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		json_begin_array(out);
		for (unsigned j = 0; j < crew->run->thread_count; j++)
			json_unsigned(out, contender_of(crew, j)->after[i]);
		json_end_array(out);
	}
	json_end_array(out);
	json_key(out, "lockNode");
	json_page_node(out, mutex->lock_node);
	json_end_line(out);
}

void mutex_output_waits(struct crew *crew)
{
	struct histogram *all = reserve(sizeof *all);
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		histogram_merge(all, contender_of(crew, i)->wait_ns);
	output_histogram(&crew->run->out, "lock-wait", all);
}

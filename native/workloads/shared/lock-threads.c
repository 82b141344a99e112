#include "lock-threads.h"

#include "harness/reserve.h"

static struct lock_thread *lock_thread_of(struct crew *crew, unsigned thread)
{
	return crew_worker(crew, thread)->state;
}

void *lock_thread_reserve(struct worker *worker, size_t bytes)
{
	struct lock_thread *thread = reserve(bytes);
	thread->after = reserve((worker->run->thread_count + 1) * sizeof *thread->after);
	worker->state = thread;
	return thread;
}

uint64_t lock_threads_taken(struct crew *crew)
{
	uint64_t taken = 0;
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		taken += lock_thread_of(crew, i)->taken;
	return taken;
}

void lock_thread_forget_warmup(const struct worker *worker)
{
	struct lock_thread *thread = worker->state;
	if (!worker_is_warmup(worker))
		return;
	thread->seen = (struct sync_thread){0};
	for (unsigned i = 0; i <= worker->run->thread_count; i++)
		thread->after[i] = 0;
}

static void output_threads(struct crew *crew)
{
	struct output *out = &crew->run->out;
	json_key(out, "threads");
	json_begin_array(out);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		uint64_t acquisitions = 0;
		for (unsigned k = 0; k <= crew->run->thread_count; k++)
			acquisitions += lock_thread_of(crew, i)->after[k];
		json_begin_object(out);
		json_unsigned_at(out, "thread", i);
		json_unsigned_at(out, "node", crew->run->threads[i].node);
		json_unsigned_at(out, "acquisitions", acquisitions);
		json_end_object(out);
	}
	json_end_array(out);
}

void lock_threads_output(struct crew *crew, int lock_node)
{
	struct output *out = &crew->run->out;
	json_begin_line(out, "lock-handoffs");
	output_threads(crew);
	json_key(out, "matrix");
	json_begin_array(out);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		json_begin_array(out);
		for (unsigned j = 0; j < crew->run->thread_count; j++)
			json_unsigned(out, lock_thread_of(crew, j)->after[i]);
		json_end_array(out);
	}
	json_end_array(out);
	json_key(out, "lockNode");
	json_page_node(out, lock_node);
	json_end_line(out);
}

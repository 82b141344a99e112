#include "sync-object.h"

#include <string.h>
#include "harness/linux.h"
#include "harness/pages.h"

/* The libc's frames below the caller's are not deeper than this. */
enum { LIBC_FRAMES_BYTES = 8192 };

static void look_for(const void *object, size_t bytes, struct sync_thread *thread)
{
	thread->stack_node = pages_node((const void *)thread->frame);
	thread->record_node = PAGE_ABSENT;
	for (size_t i = 0; i + sizeof(uintptr_t) <= bytes; i += sizeof(uintptr_t)) {
		uintptr_t word;
		memcpy(&word, (const unsigned char *)object + i, sizeof word);
		if (word >= thread->frame || word < thread->frame - LIBC_FRAMES_BYTES)
			continue;
		thread->records++;
		thread->record_node = pages_node((const void *)word);
	}
}

void sync_object_look(const void *object, size_t bytes, unsigned count, struct sync_thread *const threads[])
{
	for (unsigned i = 0; i < count; i++)
		if (threads[i]->frame)
			look_for(object, bytes, threads[i]);
}

void sync_threads_list(struct crew *crew, struct sync_thread *threads[])
{
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		threads[i] = crew_worker(crew, i)->state;
}

static void output_thread(struct output *out, const struct worker *worker, const char *const names[])
{
	const struct sync_thread *thread = worker->state;
	json_begin_object(out);
	json_unsigned_at(out, "thread", worker->index);
	json_unsigned_at(out, "node", worker->spec->node);
	json_key(out, "counts");
	json_begin_object(out);
	for (unsigned i = 0; i < SYNC_COUNTS && names[i]; i++)
		json_unsigned_at(out, names[i], thread->counts[i]);
	json_end_object(out);
	if (thread->frame) {
		json_key(out, "stackNode");
		json_page_node(out, thread->stack_node);
	}
	if (thread->records) {
		json_key(out, "recordNode");
		json_page_node(out, thread->record_node);
	}
	json_end_object(out);
}

void sync_object_output(struct crew *crew, const char *kind, int object_node, const char *const names[])
{
	struct output *out = &crew->run->out;
	json_begin_line(out, "sync-object");
	json_string_at(out, "object", kind);
	json_key(out, "objectNode");
	json_page_node(out, object_node);
	json_key(out, "threads");
	json_begin_array(out);
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		output_thread(out, crew_worker(crew, i), names);
	json_end_array(out);
	json_end_line(out);
}

/* Written whole, as calls would have done. */
__attribute__((noinline)) void at_stack_depth(size_t bytes, void (*function)(void *argument), void *argument)
{
	volatile unsigned char *block = __builtin_alloca(bytes + 1);
	for (size_t i = bytes + 1; i-- > 0;)
		block[i] = 0;
	function(argument);
	/* Used after the call, so that the frame outlives it. */
	block[0] = 1;
}

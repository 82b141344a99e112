#include "thread-list.h"

/* Has an entry before this one named the node? */
static bool is_named(const struct lister *lister, unsigned index)
{
	for (unsigned i = 0; i < index; i++)
		if (lister->nodes[i] == lister->nodes[index])
			return true;
	return false;
}

static void output_node(struct output *out, const struct lister *lister, enum list_event event, unsigned first)
{
	uint64_t descriptors = 0;
	uint64_t changes = 0;
	for (unsigned i = first; i < lister->others->count; i++) {
		if (lister->nodes[i] != lister->nodes[first])
			continue;
		descriptors++;
		changes += lister->changes[event][i];
	}
	json_begin_object(out);
	json_key(out, "node");
	json_page_node(out, lister->nodes[first]);
	json_unsigned_at(out, "descriptors", descriptors);
	json_unsigned_at(out, "changes", changes);
	json_end_object(out);
}

static void output_event(struct output *out, const struct worker *worker, enum list_event event)
{
	static const char *const names[] = {"create", "exit"};
	const struct lister *lister = worker->state;
	json_begin_line(out, "descriptor-changes");
	json_unsigned_at(out, "thread", worker->index);
	json_unsigned_at(out, "node", worker->spec->node);
	json_string_at(out, "at", names[event]);
	json_unsigned_at(out, "operations", lister->seen[event]);
	json_key(out, "others");
	json_begin_array(out);
	for (unsigned i = 0; i < lister->others->count; i++)
		if (!is_named(lister, i))
			output_node(out, lister, event, i);
	json_end_array(out);
	json_end_line(out);
}

void thread_list_output(struct crew *crew)
{
	for (unsigned i = 0; i < crew->run->thread_count; i++)
		for (enum list_event event = LIST_CREATE; event < LIST_EVENTS; event++)
			output_event(&crew->run->out, crew_worker(crew, i), event);
}

#include "owners.h"

static void output_threads(struct crew *crew, const uint64_t *const after[])
{
	struct output *out = &crew->run->out;
	json_key(out, "threads");
	json_begin_array(out);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		uint64_t acquisitions = 0;
		for (unsigned k = 0; k <= crew->run->thread_count; k++)
			acquisitions += after[i][k];
		json_begin_object(out);
		json_unsigned_at(out, "thread", i);
		json_unsigned_at(out, "node", crew->run->threads[i].node);
		json_unsigned_at(out, "acquisitions", acquisitions);
		json_end_object(out);
	}
	json_end_array(out);
}

void owners_output(struct crew *crew, const uint64_t *const after[], int lock_node)
{
	struct output *out = &crew->run->out;
	json_begin_line(out, "lock-handovers");
	output_threads(crew, after);
	json_key(out, "matrix");
	json_begin_array(out);
	for (unsigned i = 0; i < crew->run->thread_count; i++) {
		json_begin_array(out);
		for (unsigned j = 0; j < crew->run->thread_count; j++)
			json_unsigned(out, after[j][i]);
		json_end_array(out);
	}
	json_end_array(out);
	json_key(out, "lockNode");
	json_page_node(out, lock_node);
	json_end_line(out);
}

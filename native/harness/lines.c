/* The lines that more than one workload prints. Their shapes are defined in results/schema/wire.ts. */
#include "output.h"

void output_sample(struct output *out, const char *measure, uint64_t index, bool warmup, uint64_t begin_ns,
		   size_t count, const struct pass_end ends[])
{
	uint64_t operations = 0;
	for (size_t i = 0; i < count; i++)
		operations += ends[i].operations;
	json_begin_line(out, "sample");
	json_string_at(out, "measure", measure);
	json_unsigned_at(out, "index", index);
	json_key(out, "warmup");
	json_boolean(out, warmup);
	json_unsigned_at(out, "operations", operations);
	json_unsigned_at(out, "beginNs", begin_ns);
	json_key(out, "threads");
	json_begin_array(out);
	for (size_t i = 0; i < count; i++) {
		json_begin_object(out);
		json_unsigned_at(out, "thread", ends[i].thread);
		json_unsigned_at(out, "operations", ends[i].operations);
		json_unsigned_at(out, "endNs", ends[i].end_ns);
		json_end_object(out);
	}
	json_end_array(out);
	json_end_line(out);
}

void output_histogram(struct output *out, const char *measure, const struct histogram *histogram)
{
	if (!histogram->count)
		return;
	json_begin_line(out, "histogram");
	json_string_at(out, "measure", measure);
	json_unsigned_at(out, "precisionBits", HISTOGRAM_PRECISION_BITS);
	json_unsigned_at(out, "count", histogram->count);
	json_unsigned_at(out, "minNs", histogram->min_ns);
	json_unsigned_at(out, "maxNs", histogram->max_ns);
	json_unsigned_at(out, "sumNs", histogram->sum_ns);
	json_key(out, "buckets");
	json_begin_array(out);
	for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
		if (!histogram->buckets[i])
			continue;
		json_begin_array(out);
		json_unsigned(out, i);
		json_unsigned(out, histogram->buckets[i]);
		json_end_array(out);
	}
	json_end_array(out);
	json_end_line(out);
}

void output_harness_cost(struct output *out, const char *what, uint64_t index, uint64_t repetitions,
			 uint64_t duration_ns)
{
	json_begin_line(out, "harness-cost");
	json_string_at(out, "what", what);
	json_unsigned_at(out, "index", index);
	json_unsigned_at(out, "repetitions", repetitions);
	json_unsigned_at(out, "durationNs", duration_ns);
	json_end_line(out);
}

static void json_node_bytes_at(struct output *out, const char *key, const struct node_bytes *sum)
{
	json_key(out, key);
	json_begin_array(out);
	for (unsigned i = 0; i < sum->count; i++) {
		json_begin_object(out);
		json_unsigned_at(out, "node", sum->nodes[i].node);
		json_unsigned_at(out, "bytes", sum->nodes[i].bytes);
		json_end_object(out);
	}
	json_end_array(out);
}

void output_checkpoint(struct output *out, const struct checkpoint *checkpoint)
{
	json_begin_line(out, "memory");
	json_string_at(out, "checkpoint", checkpoint->name);
	json_unsigned_at(out, "residentBytes", checkpoint->resident_bytes);
	json_unsigned_at(out, "anonymousBytes", checkpoint->anonymous_bytes);
	json_unsigned_at(out, "lazyFreeBytes", checkpoint->lazy_free_bytes);
	json_unsigned_at(out, "peakResidentBytes", checkpoint->peak_resident_bytes);
	json_unsigned_at(out, "liveBytes", checkpoint->live_bytes);
	if (checkpoint->in_series)
		json_unsigned_at(out, "operations", checkpoint->operations);
	json_node_bytes_at(out, "nodes", &checkpoint->anonymous);
	json_node_bytes_at(out, "brkHeapNodes", &checkpoint->brk_heap);
	json_end_line(out);
}

void output_events(struct output *out, const struct kernel_events *events)
{
	json_begin_line(out, "events");
	json_unsigned_at(out, "minorFaults", events->minor_faults);
	json_unsigned_at(out, "majorFaults", events->major_faults);
	json_unsigned_at(out, "voluntarySwitches", events->voluntary_switches);
	json_unsigned_at(out, "involuntarySwitches", events->involuntary_switches);
	json_end_line(out);
}

/* The parts of the line `counters` that come from perf_event_open; their shapes are in results/schema/counters.ts. */
#include <string.h>
#include "counters.h"

static const struct counter *find(const struct counters *counters, enum counter_group group, const char *name)
{
	for (unsigned i = 0; i < counters->count; i++) {
		const struct counter_row *row = &counters->counters[i].row;
		if (row->group == group && row->name && !strcmp(row->name, name))
			return &counters->counters[i];
	}
	return NULL;
}

/* The reason why one of a group is lacking; what is derived from all of them is lacking then. */
static const char *first_lack(const struct counters *counters, enum counter_group group)
{
	for (unsigned i = 0; i < counters->count; i++) {
		const struct counter *counter = &counters->counters[i];
		if (counter->row.group == group && counter->why[0])
			return counter->why;
	}
	return NULL;
}

static void json_unavailable(struct output *out, const char *why)
{
	json_begin_object(out);
	json_string_at(out, "unavailable", why);
	json_end_object(out);
}

static void json_hardware(struct output *out, const struct counter *counter)
{
	json_begin_object(out);
	json_unsigned_at(out, "count", counter->count);
	json_key(out, "userOnly");
	json_boolean(out, counter->user_only);
	json_unsigned_at(out, "countingPpm", counter->counting_ppm);
	json_end_object(out);
}

static void json_group(struct output *out, const struct counters *counters, enum counter_group group, const char *key)
{
	json_key(out, key);
	json_begin_object(out);
	for (unsigned i = 0; i < counters->count; i++) {
		const struct counter *counter = &counters->counters[i];
		if (counter->row.group != group)
			continue;
		json_key(out, counter->row.name);
		if (counter->why[0])
			json_unavailable(out, counter->why);
		else if (group == COUNTERS_HARDWARE)
			json_hardware(out, counter);
		else
			json_unsigned(out, counter->count);
	}
	json_end_object(out);
}

/* All calls are in the last row; what the named ones leave over is other calls. */
static void json_system_calls(struct output *out, const struct counters *counters)
{
	const char *why = first_lack(counters, COUNTERS_SYSTEM_CALLS);
	uint64_t named = 0;
	json_key(out, "systemCalls");
	if (why) {
		json_unavailable(out, why);
		return;
	}
	const struct counter *all = &counters->counters[counters->count - 1];
	for (const struct counter *counter = counters->counters; counter < all; counter++)
		named += counter->row.group == COUNTERS_SYSTEM_CALLS ? counter->count : 0;
	if (named > all->count) {
		json_unavailable(out, "there are more calls by name than in all");
		return;
	}
	json_begin_object(out);
	for (const struct counter *counter = counters->counters; counter < all; counter++)
		if (counter->row.group == COUNTERS_SYSTEM_CALLS && counter->row.name)
			json_unsigned_at(out, counter->row.name, counter->count);
	json_unsigned_at(out, "other", all->count - named);
	json_end_object(out);
}

/*
 * A wait that finds the word changed returns -EAGAIN, and only calls that wake return more than 0. The kernel does not say at
 * a call's end which it was, so that our own are taken off by our own count; all of them end before the measured part does.
 */
static void json_futex(struct output *out, const struct counters *counters)
{
	const char *why = first_lack(counters, COUNTERS_FUTEX);
	uint64_t refused_ours = counters->ends.refused_waits - counters->ends_before.refused_waits;
	uint64_t woke_ours = counters->ends.waking_wakes - counters->ends_before.waking_wakes;
	json_key(out, "futex");
	if (why) {
		json_unavailable(out, why);
		return;
	}
	uint64_t wakes = find(counters, COUNTERS_FUTEX, "wakes")->count;
	uint64_t refused = find(counters, COUNTERS_FUTEX, "refused")->count;
	uint64_t woke = find(counters, COUNTERS_FUTEX, "woke")->count;
	if (refused < refused_ours || woke < woke_ours || woke - woke_ours > wakes) {
		json_unavailable(out, "calls begun and calls ended do not agree");
		return;
	}
	json_begin_object(out);
	json_unsigned_at(out, "calls", find(counters, COUNTERS_FUTEX, "calls")->count);
	json_unsigned_at(out, "waits", find(counters, COUNTERS_FUTEX, "waits")->count);
	json_unsigned_at(out, "refusedWaits", refused - refused_ours);
	json_unsigned_at(out, "wakes", wakes);
	json_unsigned_at(out, "idleWakes", wakes - (woke - woke_ours));
	json_end_object(out);
}

void output_counters(struct output *out, const struct counters *counters)
{
	json_group(out, counters, COUNTERS_HARDWARE, "hardware");
	json_group(out, counters, COUNTERS_KERNEL, "kernel");
	json_system_calls(out, counters);
	json_futex(out, counters);
}

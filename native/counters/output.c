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

static uint64_t made_by_harness(const struct counters *counters, const char *name)
{
	for (int call = 0; call < OWN_CALLS; call++)
		if (name && !strcmp(own_call_names[call], name))
			return counters->own.made[call];
	return 0;
}

/* All calls are in the last row; what the named ones leave over is other calls. */
static uint64_t count_other(const struct counters *counters)
{
	const struct counter *all = &counters->counters[counters->count - 1];
	uint64_t other = all->count;
	for (const struct counter *counter = counters->counters; counter < all; counter++)
		other -= counter->row.group == COUNTERS_SYSTEM_CALLS ? counter->count : 0;
	return other;
}

/* Why a count of a call cannot be one: it is below that of the harness's own, or fell below 0. */
static const char *system_calls_lack(const struct counters *counters)
{
	const char *why = first_lack(counters, COUNTERS_SYSTEM_CALLS);
	if (why)
		return why;
	for (unsigned i = 0; i + 1 < counters->count; i++) {
		const struct counter *counter = &counters->counters[i];
		if (counter->row.group == COUNTERS_SYSTEM_CALLS &&
		    counter->count < made_by_harness(counters, counter->row.name))
			return "fewer calls were counted than the harness made";
	}
	const struct counter *all = &counters->counters[counters->count - 1];
	uint64_t other = count_other(counters);
	if (other > all->count)
		return "there are more calls by name than in all";
	return other < counters->own.made[OWN_OTHER] ? "fewer calls were counted than the harness made" : NULL;
}

static void json_system_calls(struct output *out, const struct counters *counters)
{
	const char *why = system_calls_lack(counters);
	json_key(out, "systemCalls");
	if (why) {
		json_unavailable(out, why);
		return;
	}
	json_begin_object(out);
	for (unsigned i = 0; i + 1 < counters->count; i++) {
		const struct counter *counter = &counters->counters[i];
		const char *name = counter->row.name;
		if (counter->row.group == COUNTERS_SYSTEM_CALLS && name)
			json_unsigned_at(out, name, counter->count - made_by_harness(counters, name));
	}
	json_unsigned_at(out, "other", count_other(counters) - counters->own.made[OWN_OTHER]);
	json_end_object(out);
}

/* What was taken off, by name. */
static void json_harness_calls(struct output *out, const struct counters *counters)
{
	json_key(out, "harnessCalls");
	json_begin_object(out);
	for (int call = 0; call < OWN_CALLS; call++)
		json_unsigned_at(out, own_call_names[call], counters->own.made[call]);
	json_end_object(out);
}

/*
 * A wait that finds the word changed returns -EAGAIN, and only calls that wake return more than 0. The kernel does not say at
 * a call's end which it was, so that our own are taken off by our own count; all of them end before the measured part does.
 */
static void json_futex(struct output *out, const struct counters *counters)
{
	const char *why = first_lack(counters, COUNTERS_FUTEX);
	uint64_t refused_ours = counters->own.refused_waits;
	uint64_t woke_ours = counters->own.waking_wakes;
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
	json_harness_calls(out, counters);
	json_futex(out, counters);
}

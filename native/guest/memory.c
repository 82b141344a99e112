#define _GNU_SOURCE
#include "memory.h"

#include <stdio.h>
#include <time.h>

/*
 * Walks take a tenth of the time at most: the agent shares a CPU with the trial, and a process waits for the walk when it
 * maps or unmaps.
 */
#define WALK_SHARE 10

/* Of one sample or walk in a message, and of what closes the message. */
#define ROW_MAX 128
#define CLOSING 8

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static uint64_t due_us(const struct memory_watch *watch)
{
	return watch->started_us + watch->moment * watch->every_ms * 1000;
}

bool memory_request(const struct json *request, bool gate, uint32_t *every_ms)
{
	const struct json_value *sample = json_member(request, json_root(request), "sample");
	uint64_t wanted = 0;

	*every_ms = 0;
	if (!sample)
		return true;
	if (!gate || !json_count(json_member(request, sample, "everyMs"), &wanted) || !wanted || wanted > UINT32_MAX)
		return false;
	*every_ms = (uint32_t)wanted;
	return true;
}

void memory_open(struct memory_watch *watch, uint32_t every_ms)
{
	watch->every_ms = every_ms;
	watch->begun = false;
	watch->count = 0;
	watch->missed = 0;
	watch->moment = 0;
	watch->next_walk_us = 0;
}

static void walk(struct memory_series *series, pid_t pid)
{
	if (!memory_walk(pid, &series->walks[series->walk_count].walked))
		return;
	series->walks[series->walk_count++].sample = series->count;
}

/* The agent collects its children itself: while one is not `ended`, its number is no other's. */
static void sample_process(struct memory_series *series, const struct process *process, bool with_walk)
{
	struct memory_counted counted;

	series->gone = series->gone || process->ended;
	if (series->gone)
		return;
	if (series->count == MEMORY_SAMPLES_MAX) {
		series->dropped++;
		return;
	}
	if (!memory_count(process->pid, &counted)) {
		series->gone = true;
		return;
	}
	if (with_walk)
		walk(series, process->pid);
	series->samples[series->count++] = counted;
}

static void sample_all(struct memory_watch *watch, const struct process *processes)
{
	uint64_t begin = now_us(), end;
	bool with_walk = begin >= watch->next_walk_us;

	for (uint32_t i = 0; i < watch->count; i++)
		sample_process(&watch->series[i], &processes[i], with_walk);
	end = now_us();
	if (with_walk)
		watch->next_walk_us = end + (end - begin) * (WALK_SHARE - 1);
	for (watch->moment++; due_us(watch) <= end; watch->moment++)
		watch->missed++;
}

void memory_begin(struct memory_watch *watch, const struct process *processes, uint32_t count)
{
	if (!watch->every_ms || count > MEMORY_PROCESSES_MAX)
		return;
	for (uint32_t i = 0; i < count; i++) {
		struct memory_series *series = &watch->series[i];
		series->gone = false;
		series->count = series->walk_count = series->dropped = 0;
		series->sent = series->walks_sent = 0;
	}
	watch->count = count;
	watch->begun = true;
	watch->started_us = now_us();
	sample_all(watch, processes);
}

void memory_sample(struct memory_watch *watch, const struct process *processes)
{
	if (watch->begun && now_us() >= due_us(watch))
		sample_all(watch, processes);
}

uint64_t memory_due_ms(const struct memory_watch *watch)
{
	for (uint32_t i = 0; watch->begun && i < watch->count; i++)
		if (!watch->series[i].gone)
			return (due_us(watch) + 999) / 1000;
	return UINT64_MAX;
}

static size_t add_samples(struct memory_series *series, char *out, size_t room)
{
	size_t used = 0;

	for (const char *comma = ""; series->sent < series->count && used + ROW_MAX < room; series->sent++, comma = ",") {
		const struct memory_counted *one = &series->samples[series->sent];
		used += (size_t)snprintf(out + used, room - used, "%s[%u,%u]", comma, one->resident_kib, one->anonymous_kib);
	}
	return used;
}

static size_t add_walks(struct memory_series *series, char *out, size_t room)
{
	size_t used = 0;

	for (const char *comma = ""; series->walks_sent < series->walk_count && used + ROW_MAX < room; comma = ",") {
		const struct memory_walked *one = &series->walks[series->walks_sent].walked;
		used += (size_t)snprintf(out + used, room - used, "%s[%u,%u,%u", comma,
			series->walks[series->walks_sent].sample, one->anonymous_kib, one->lazy_free_kib);
		for (uint32_t node = 0; node < MEMORY_NODES_MAX; node++)
			used += (size_t)snprintf(out + used, room - used, ",%u", one->node_kib[node]);
		used += (size_t)snprintf(out + used, room - used, "]");
		series->walks_sent++;
	}
	return used;
}

size_t memory_message(struct memory_watch *watch, char *out, size_t room)
{
	for (uint32_t i = 0; i < watch->count; i++) {
		struct memory_series *series = &watch->series[i];
		bool samples = series->sent < series->count;
		size_t used;
		if (!samples && series->walks_sent == series->walk_count)
			continue;
		used = (size_t)snprintf(out, room, "{\"type\":\"memory\",\"process\":%u,\"%s\":[", i, samples ? "samples" : "walks");
		used += (samples ? add_samples : add_walks)(series, out + used, room - used - CLOSING);
		return used + (size_t)snprintf(out + used, room - used, "]}");
	}
	return 0;
}

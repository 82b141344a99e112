/*
 * The memory of a trial's processes over time, seen from outside. Samples are known by their number: the guest's clock
 * decides when they are taken and is not reported.
 */
#ifndef NUMA_LAB_MEMORY_H
#define NUMA_LAB_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json.h"
#include "memory-files.h"
#include "process.h"

#define MEMORY_PROCESSES_MAX 8
/* Of a process; later ones are counted and not taken. */
#define MEMORY_SAMPLES_MAX 2000

struct memory_series {
	bool gone;
	uint32_t count, walk_count;
	uint32_t dropped;		/* moments after MEMORY_SAMPLES_MAX */
	uint32_t sent, walks_sent;
	struct memory_counted samples[MEMORY_SAMPLES_MAX];
	struct {
		uint32_t sample;
		struct memory_walked walked;
	} walks[MEMORY_SAMPLES_MAX];
};

struct memory_watch {
	uint32_t every_ms;		/* 0: nothing is sampled */
	bool begun;
	uint64_t started_us, next_walk_us;
	uint64_t moment;		/* of the next sample, in every_ms since started_us */
	uint32_t missed;		/* moments that passed while the agent was busy */
	uint32_t count;
	struct memory_series series[MEMORY_PROCESSES_MAX];
};

/*
 * The "sample" of a run request: milliseconds between samples, 0 without any. False when it is no such thing, or there is
 * no gate: samples begin where the gate opens.
 */
bool memory_request(const struct json *request, bool gate, uint32_t *every_ms);

/* Forgets what was sampled; `every_ms` 0 samples nothing until the next call. */
void memory_open(struct memory_watch *watch, uint32_t every_ms);

/* Takes the first sample of these processes, which must have become the programs that are to be watched. */
void memory_begin(struct memory_watch *watch, const struct process *processes, uint32_t count);

/* Takes a sample when one is due. */
void memory_sample(struct memory_watch *watch, const struct process *processes);

/* When the next sample is due on CLOCK_MONOTONIC; UINT64_MAX when none will be. */
uint64_t memory_due_ms(const struct memory_watch *watch);

/* Writes the next message with samples that were not sent yet; returns its length, 0 when all were sent. */
size_t memory_message(struct memory_watch *watch, char *out, size_t room);

#endif

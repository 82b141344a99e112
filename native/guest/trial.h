/* A trial: processes that start together, under one time limit, with their output sent as it comes. */
#ifndef NUMA_LAB_TRIAL_H
#define NUMA_LAB_TRIAL_H

#include <poll.h>

#include "json.h"
#include "memory.h"
#include "process.h"
#include "settings.h"

#define TRIAL_PROCESSES_MAX MEMORY_PROCESSES_MAX
#define TRIAL_POLLS_MAX (2 * TRIAL_PROCESSES_MAX)

struct trial {
	bool running;
	uint32_t count;
	bool gate_waiting;
	uint64_t deadline_ms;
	unsigned long long oom_kills_before;
	struct settings settings;	/* as read right before the start */
	uint32_t stderr_sent;		/* processes whose standard error was sent */
	size_t stderr_offset;
	struct memory_watch memory;
	struct process processes[TRIAL_PROCESSES_MAX];
};

/*
 * Starts what a request asks for: {"do":"run","timeoutMs":N,"gate":BOOL,"settings":{…},
 * "processes":[{"argv":[STRING,…],"environment":["NAME=VALUE",…]},…],"sample":{"everyMs":N}}, the last only with a gate:
 * memory is sampled from where the gate opens. False, with a reason in *why, when it cannot.
 */
bool trial_start(struct trial *trial, const struct json *request, uint64_t now_ms, const char **why);

/* File descriptors to wait for; standard output only when `ready_to_send`. Returns how many. */
nfds_t trial_polls(struct trial *trial, struct pollfd *polls, bool ready_to_send);

/* Reads what poll found. */
void trial_read(struct trial *trial, const struct pollfd *polls, nfds_t count);

/* Collects ended children and enforces the time limit. */
void trial_watch(struct trial *trial, uint64_t now_ms);

/* Takes a sample of the processes' memory when one is due. */
void trial_sample(struct trial *trial);

/* When trial_watch or trial_sample next has something to do, on CLOCK_MONOTONIC; UINT64_MAX for never. */
uint64_t trial_due_ms(const struct trial *trial);

/*
 * Writes the next message to send: output while there is any, samples of memory, {"type":"ran",…} as the last. Returns
 * its length or 0.
 */
size_t trial_message(struct trial *trial, char *out, size_t room);

/* Kills everything but the agent and forgets the trial. */
void trial_abandon(struct trial *trial);

#endif

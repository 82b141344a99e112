/* One process of a trial: started at the end of three pipes, watched until it ended and its output is read. */
#ifndef NUMA_LAB_PROCESS_H
#define NUMA_LAB_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "gate.h"

#define PROCESS_ARGUMENTS_MAX 256
#define PROCESS_VARIABLES_MAX 64
/* Standard output beyond this ends the process by SIGPIPE. */
#define PROCESS_STDOUT_MAX (32u << 20)
/* Of standard error only the end is kept. */
#define PROCESS_STDERR_KEPT 16384
#define PROCESS_READ_MAX 8192

struct process {
	pid_t pid;
	bool ended;
	int status;
	bool timed_out;
	int in, out, err;			/* our ends; -1 when closed */
	struct gate gate;
	bool gated;
	size_t stdout_total;
	bool stdout_cut;
	char pending[PROCESS_READ_MAX + sizeof GATE_LINE];	/* read from out, not yet sent */
	size_t pending_size;
	char tail[PROCESS_STDERR_KEPT];		/* ring */
	size_t stderr_total;
};

/*
 * Starts argv[0] (found through the agent's PATH) with exactly this environment. False, with errno, when there
 * are no pipes or processes left.
 */
bool process_start(struct process *process, char *const argv[], char *const environment[], bool gated);

/* Reads standard output into `pending` (which must be empty) and notices its end. */
void process_read_stdout(struct process *process);

/* Reads standard error into the ring and notices its end. */
void process_read_stderr(struct process *process);

/* Copies the kept end of standard error, in order, to `out` (PROCESS_STDERR_KEPT bytes); returns its length. */
size_t process_stderr_tail(const struct process *process, char *out);

/* Lets a process that waits at the gate go on. */
void process_open_gate(struct process *process);

/* Kills the process and its descendants in its group. */
void process_kill(struct process *process);

/* Closes our ends and forgets what is still unread. */
void process_close(struct process *process);

/* True when it ended and everything it wrote was read. */
bool process_done(const struct process *process);

#endif

#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/*
 * In the child, between fork and exec. The agent blocks signals and stays on one CPU; a program inherits
 * neither.
 */
static void become(char *const argv[], char *const environment[], int in, int out, int err)
{
	sigset_t none;
	cpu_set_t all;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	memset(&all, 0xff, sizeof all);
	sched_setaffinity(0, sizeof all, &all);
	setsid();
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	execvpe(argv[0], argv, environment);
	dprintf(2, "agent: cannot start %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

bool process_start(struct process *process, char *const argv[], char *const environment[], bool gated)
{
	int pipes[3][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	bool ready = true;

	*process = (struct process){ .pid = -1, .ended = true, .in = -1, .out = -1, .err = -1, .gated = gated };
	for (int i = 0; i < 3; i++)
		ready = ready && !pipe2(pipes[i], O_CLOEXEC);
	if (ready && !gated) {
		/* Without a gate there is nothing to wait for: the program reads an empty input. */
		close_end(&pipes[0][1]);
	}
	if (ready)
		process->pid = fork();
	if (process->pid == 0)
		become(argv, environment, pipes[0][0], pipes[1][1], pipes[2][1]);
	close_end(&pipes[0][0]);
	close_end(&pipes[1][1]);
	close_end(&pipes[2][1]);
	process->in = pipes[0][1];
	process->out = pipes[1][0];
	process->err = pipes[2][0];
	process->ended = process->pid < 0;
	if (!process->ended)
		return true;
	close_end(&process->in);
	close_end(&process->out);
	close_end(&process->err);
	return false;
}

void process_read_stdout(struct process *process)
{
	char bytes[PROCESS_READ_MAX];
	ssize_t got = read(process->out, bytes, sizeof bytes);

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		process->pending_size = gate_finish(&process->gate, process->pending);
		close_end(&process->out);
		return;
	}
	if (process->gated)
		process->pending_size = gate_filter(&process->gate, process->pending, bytes, (size_t)got);
	else
		memcpy(process->pending, bytes, process->pending_size = (size_t)got);
	process->stdout_total += (size_t)got;
	if (process->stdout_total > PROCESS_STDOUT_MAX) {
		process->stdout_cut = true;
		close_end(&process->out);
	}
}

void process_read_stderr(struct process *process)
{
	char bytes[1024];
	ssize_t got = read(process->err, bytes, sizeof bytes);

	if (got < 0 && errno == EINTR)
		return;
	if (got <= 0) {
		close_end(&process->err);
		return;
	}
	for (ssize_t i = 0; i < got; i++)
		process->tail[process->stderr_total++ % sizeof process->tail] = bytes[i];
}

size_t process_stderr_tail(const struct process *process, char *out)
{
	size_t size = process->stderr_total < sizeof process->tail ? process->stderr_total : sizeof process->tail;
	size_t start = process->stderr_total - size;

	for (size_t i = 0; i < size; i++)
		out[i] = process->tail[(start + i) % sizeof process->tail];
	return size;
}

void process_open_gate(struct process *process)
{
	if (process->in < 0)
		return;
	/* A program that died at the gate shows in its status, not here; SIGPIPE is ignored. */
	if (write(process->in, "\n", 1) < 0 && errno != EPIPE)
		dprintf(2, "agent: gate: %s\n", strerror(errno));
	close_end(&process->in);
}

void process_kill(struct process *process)
{
	if (process->pid <= 0)
		return;
	kill(-process->pid, SIGKILL);
	/* Before its setsid the child has no group of its own. */
	if (!process->ended)
		kill(process->pid, SIGKILL);
}

void process_close(struct process *process)
{
	close_end(&process->in);
	close_end(&process->out);
	close_end(&process->err);
	process->pending_size = 0;
}

bool process_done(const struct process *process)
{
	return process->ended && process->out < 0 && process->err < 0 && !process->pending_size;
}

/*
 * guard FD PROGRAM ARGUMENT…: runs a program that must not outlive its orchestrator.
 *
 * FD is one end of a pipe or socket whose other end only the orchestrator holds. When it closes, whatever
 * ended the orchestrator, the program is killed. The program also dies with the guard (parent-death
 * signal). The guard ends with the program's exit code, or 128 + its signal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_signal(int signal)
{
	(void)signal;
}

static void become(pid_t guard, char *const argv[], const sigset_t *mask)
{
	/* The guard may have died before prctl: then nobody sends the signal. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != guard)
		_exit(126);
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(argv[0], argv);
	dprintf(2, "guard: cannot start %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* True when the orchestrator closed its end; the bytes it might send mean nothing. */
static bool closed(int fd)
{
	char bytes[64];

	return read(fd, bytes, sizeof bytes) <= 0 && errno != EINTR;
}

static int watch(pid_t child, int fd, const sigset_t *while_waiting)
{
	struct pollfd life = { .fd = fd, .events = POLLIN };
	int status;

	while (waitpid(child, &status, WNOHANG) != child) {
		errno = 0;
		if (ppoll(&life, 1, NULL, while_waiting) > 0 && closed(fd)) {
			kill(child, SIGKILL);
			waitpid(child, &status, 0);
			break;
		}
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t blocked, before;
	pid_t guard = getpid(), child;
	int fd;

	if (argc < 3) {
		fputs("usage: guard FD PROGRAM ARGUMENT...\n", stderr);
		return 2;
	}
	fd = atoi(argv[1]);
	if (fcntl(fd, F_SETFD, FD_CLOEXEC)) {
		fprintf(stderr, "guard: descriptor '%s': %s\n", argv[1], strerror(errno));
		return 2;
	}
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	child = fork();
	if (child < 0) {
		perror("guard: fork");
		return 1;
	}
	if (child == 0)
		become(guard, argv + 2, &before);
	/* Whoever reads the program's sockets must see them close when it ends. */
	for (int other = 3; other < 32; other++) {
		if (other != fd)
			close(other);
	}
	return watch(child, fd, &before);
}

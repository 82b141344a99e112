#include "child-process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "harness/clock.h"
#include "harness/fail.h"

static const struct {
	int number;
	const char *name;
} signals[] = {
	{SIGSEGV, "SIGSEGV"}, {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},	  {SIGILL, "SIGILL"},
	{SIGTRAP, "SIGTRAP"}, {SIGFPE, "SIGFPE"},   {SIGKILL, "SIGKILL"}, {SIGTERM, "SIGTERM"},
};

pid_t child_process_start(void (*run)(void))
{
	pid_t parent = getpid();
	pid_t child = fork();
	if (child)
		return child;
	/* A parent that is killed must leave no hung child behind; it may have been killed before this. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILED);
	/* An allocator that crashes is what is looked for: no core files. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){0});
	run();
	_exit(EXIT_DONE);
}

struct ending child_process_wait(pid_t child, int limit_s)
{
	const struct timespec pause = {.tv_nsec = 500 * 1000};
	uint64_t late_ns = clock_now_ns() + (uint64_t)limit_s * 1000000000u;
	int status;
	for (;;) {
		pid_t ended = waitpid(child, &status, WNOHANG);
		if (ended == child)
			break;
		if (ended < 0 && errno != EINTR)
			fail("waitpid failed: %s", strerror(errno));
		if (clock_now_ns() < late_ns) {
			nanosleep(&pause, NULL);
			continue;
		}
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		return (struct ending){ENDING_LATE, limit_s};
	}
	if (WIFSIGNALED(status))
		return (struct ending){ENDING_KILLED, WTERMSIG(status)};
	return (struct ending){ENDING_EXITED, WEXITSTATUS(status)};
}

static void describe_signal(int number, char *text, size_t capacity)
{
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (signals[i].number == number) {
			snprintf(text, capacity, "killed by %s", signals[i].name);
			return;
		}
	snprintf(text, capacity, "killed by signal %d", number);
}

void ending_describe(struct ending ending, char *text, size_t capacity)
{
	switch (ending.state) {
	case ENDING_EXITED:
		snprintf(text, capacity, "exited with %d", ending.value);
		return;
	case ENDING_KILLED:
		describe_signal(ending.value, text, capacity);
		return;
	case ENDING_LATE:
		snprintf(text, capacity, "not done after %d s", ending.value);
		return;
	}
}

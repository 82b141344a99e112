#define _GNU_SOURCE
#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <termios.h>

#include "agent.h"
#include "fail.h"
#include "file.h"

void init_mount(void)
{
	static const struct {
		const char *type, *path;
	} mounts[] = {
		{ "devtmpfs", "/dev" }, { "proc", "/proc" }, { "sysfs", "/sys" },
	};

	/* Not mounted: a cache folder below /tmp holds the loader of dynamic musl programs, which would be hidden. */
	mkdir("/tmp", 01777);
	for (size_t i = 0; i < sizeof mounts / sizeof mounts[0]; i++) {
		mkdir(mounts[i].path, 0755);
		/* The kernel may have mounted /dev itself. */
		if (mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL) && errno != EBUSY)
			fail(mounts[i].path);
	}
	/* Programs count system calls through it; in a kernel without it they say that they cannot. */
	mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, NULL);
	/* The end of a program that counted waits for several grace periods; that is 0.3 s at their usual pace, 0.1 s at this one. */
	file_write("/sys/kernel/rcu_expedited", "1");
}

int init_open_channel(void)
{
	int fd = open(CHANNEL, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios raw;

	if (fd < 0 || tcgetattr(fd, &raw))
		fail(CHANNEL);
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	raw.c_cflag |= CLOCAL | CREAD;
	if (tcsetattr(fd, TCSANOW, &raw))
		fail(CHANNEL);
	return fd;
}

/* SIGCHLD only has to interrupt ppoll; the children are collected by trial_watch. */
static void on_child(int signal)
{
	(void)signal;
}

sigset_t init_signals(void)
{
	struct sigaction action = { .sa_handler = on_child };
	sigset_t blocked, while_waiting;

	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, &while_waiting);
	sigdelset(&while_waiting, SIGCHLD);
	return while_waiting;
}

void init_stay_on_first_cpu(void)
{
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (sched_setaffinity(0, sizeof first, &first))
		fail("affinity");
}

/*
 * Process 1 of the guest: mounts the kernel's file systems, then serves requests that come over the second
 * serial port, until one asks it to power off. Everything is static: the agent never allocates, so it does not
 * change what a trial counts.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "link.h"
#include "perturb.h"
#include "topology.h"
#include "trial.h"

#define CHANNEL "/dev/ttyS1"

static struct link link_;
static struct trial trial;
static struct json request;
static char message[FRAME_PAYLOAD_MAX + 1];
/* The request to serve next. It waits while the acknowledgement of the last answer is on its way. */
static char pending[FRAME_PAYLOAD_MAX + 1];
static bool has_pending;

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void fail(const char *what)
{
	dprintf(2, "agent: %s: %s\n", what, strerror(errno));
	/* The orchestrator sees the emulator end and reads the console log. */
	reboot(RB_POWER_OFF);
	_exit(1);
}

static void mount_all(void)
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

static int open_channel(void)
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

static void emit(void *context, const char *bytes, size_t size)
{
	int fd = *(int *)context;

	while (size) {
		ssize_t sent = write(fd, bytes, size);
		if (sent < 0 && errno != EINTR)
			fail(CHANNEL);
		if (sent > 0) {
			bytes += sent;
			size -= (size_t)sent;
		}
	}
}

static void say(size_t length)
{
	link_send(&link_, message, length, now_ms());
}

static void refuse(const char *why)
{
	say((size_t)snprintf(message, sizeof message, "{\"type\":\"refused\",\"why\":\"%s\"}", why));
}

static void do_describe(void)
{
	size_t length = topology_describe(message, FRAME_PAYLOAD_MAX);

	if (length)
		say(length);
	else
		refuse("the description does not fit a message");
}

/* The bits of a list of node numbers; all nodes without a list. False for what is no node. */
static bool read_nodes(const struct json_value *list, uint64_t *nodes)
{
	uint64_t node;

	*nodes = list ? 0 : ~UINT64_C(0);
	for (uint32_t i = 0; list && i < list->count; i++) {
		if (!json_count(json_element(&request, list, i), &node) || node >= 64)
			return false;
		*nodes |= UINT64_C(1) << node;
	}
	return true;
}

static void do_perturb(void)
{
	const char *text = json_string(json_member(&request, json_root(&request), "seed"));
	const char *why;
	char *end;
	uint64_t seed, nodes;

	errno = 0;
	seed = text ? strtoull(text, &end, 10) : 0;
	if (!text || !*text || *end || errno)
		refuse("the seed is not a decimal number of 64 bits");
	else if (!read_nodes(json_member(&request, json_root(&request), "nodes"), &nodes))
		refuse("the nodes are no list of numbers below 64");
	else if (perturb(seed, nodes, &why))
		say((size_t)snprintf(message, sizeof message, "{\"type\":\"perturbed\"}"));
	else
		refuse(why);
}

static void do_run(void)
{
	const char *why;

	if (!trial_start(&trial, &request, now_ms(), &why))
		refuse(why);
}

static void do_power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	fail("power-off");
}

static void serve(void)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} requests[] = {
		{ "describe", do_describe }, { "perturb", do_perturb }, { "run", do_run }, { "power-off", do_power_off },
	};
	const char *name;

	if (!has_pending || !link_ready(&link_) || trial.running)
		return;
	has_pending = false;
	name = json_parse(&request, pending) ? json_string(json_member(&request, json_root(&request), "do")) : NULL;
	for (size_t i = 0; name && i < sizeof requests / sizeof requests[0]; i++) {
		if (!strcmp(name, requests[i].name)) {
			requests[i].run();
			return;
		}
	}
	refuse("unknown request");
}

static void receive(int fd)
{
	char bytes[4096];
	struct frame frame;
	ssize_t got = read(fd, bytes, sizeof bytes);

	if (got < 0 && errno != EINTR && errno != EAGAIN)
		fail(CHANNEL);
	for (ssize_t i = 0; i < got; i++) {
		switch (link_receive(&link_, bytes[i], &frame)) {
		case LINK_NOTHING:
			break;
		case LINK_OPENED:
			trial_abandon(&trial);
			has_pending = false;
			break;
		case LINK_MESSAGE:
			memcpy(pending, frame.payload, frame.length);
			pending[frame.length] = '\0';
			has_pending = true;
			break;
		}
	}
}

static int wait_ms(void)
{
	uint64_t now = now_ms(), until = link_deadline_ms(&link_);

	if (trial_due_ms(&trial) < until)
		until = trial_due_ms(&trial);
	if (until == UINT64_MAX)
		return -1;
	return until <= now ? 0 : until - now > 60000 ? 60000 : (int)(until - now);
}

/* SIGCHLD only has to interrupt ppoll; the children are collected by trial_watch. */
static void on_child(int signal)
{
	(void)signal;
}

static sigset_t handle_signals(void)
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

static void step(int fd, const sigset_t *while_waiting)
{
	struct pollfd polls[1 + TRIAL_POLLS_MAX] = { { .fd = fd, .events = POLLIN } };
	nfds_t count = trial_polls(&trial, polls + 1, link_ready(&link_));
	int wait = wait_ms();
	struct timespec limit = { .tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000L };

	if (ppoll(polls, 1 + count, wait < 0 ? NULL : &limit, while_waiting) < 0)
		count = 0;
	else if (polls[0].revents)
		receive(fd);
	trial_read(&trial, polls + 1, count);
	trial_watch(&trial, now_ms());
	trial_sample(&trial);
	link_tick(&link_, now_ms());
	serve();
	if (link_ready(&link_)) {
		size_t length = trial_message(&trial, message, FRAME_PAYLOAD_MAX);
		if (length)
			say(length);
	}
}

/*
 * Always on the same CPU, so that where the agent happens to run does not choose the pages of what it
 * starts.
 */
static void stay_on_first_cpu(void)
{
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (sched_setaffinity(0, sizeof first, &first))
		fail("affinity");
}

int main(void)
{
	static int fd;
	sigset_t while_waiting;

	mount_all();
	stay_on_first_cpu();
	fd = open_channel();
	while_waiting = handle_signals();
	if (!perturb_random_pool(0))
		fail("random pool");
	link_.emit = emit;
	link_.context = &fd;
	dprintf(2, "agent: ready\n");
	for (;;)
		step(fd, &while_waiting);
}

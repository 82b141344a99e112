/*
 * Process 1 of the guest: mounts the kernel's file systems, then serves requests that come over the second
 * serial port, until one asks it to power off.
 */
#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"
#include "init.h"
#include "perturb.h"
#include "requests.h"

static struct agent agent;

uint64_t agent_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
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

void agent_send(struct agent *from, size_t length)
{
	link_send(&from->link, from->message, length, agent_now_ms());
}

static void receive(void)
{
	char bytes[4096];
	struct frame frame;
	ssize_t got = read(agent.channel, bytes, sizeof bytes);

	if (got < 0 && errno != EINTR && errno != EAGAIN)
		fail(CHANNEL);
	for (ssize_t i = 0; i < got; i++) {
		switch (link_receive(&agent.link, bytes[i], &frame)) {
		case LINK_NOTHING:
			break;
		case LINK_OPENED:
			trial_abandon(&agent.trial);
			agent.has_pending = false;
			break;
		case LINK_MESSAGE:
			memcpy(agent.pending, frame.payload, frame.length);
			agent.pending[frame.length] = '\0';
			agent.has_pending = true;
			break;
		}
	}
}

static int wait_ms(void)
{
	uint64_t now = agent_now_ms(), until = link_deadline_ms(&agent.link);

	if (trial_due_ms(&agent.trial) < until)
		until = trial_due_ms(&agent.trial);
	if (until == UINT64_MAX)
		return -1;
	return until <= now ? 0 : until - now > 60000 ? 60000 : (int)(until - now);
}

static void step(const sigset_t *while_waiting)
{
	struct pollfd polls[1 + TRIAL_POLLS_MAX] = { { .fd = agent.channel, .events = POLLIN } };
	nfds_t count = trial_polls(&agent.trial, polls + 1, link_ready(&agent.link));
	int wait = wait_ms();
	struct timespec limit = { .tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000L };

	if (ppoll(polls, 1 + count, wait < 0 ? NULL : &limit, while_waiting) < 0)
		count = 0;
	else if (polls[0].revents)
		receive();
	trial_read(&agent.trial, polls + 1, count);
	trial_watch(&agent.trial, agent_now_ms());
	trial_sample(&agent.trial);
	link_tick(&agent.link, agent_now_ms());
	requests_serve(&agent);
	if (link_ready(&agent.link)) {
		size_t length = trial_message(&agent.trial, agent.message, FRAME_PAYLOAD_MAX);
		if (length)
			agent_send(&agent, length);
	}
}

int main(void)
{
	sigset_t while_waiting;

	init_mount();
	init_stay_on_first_cpu();
	agent.channel = init_open_channel();
	while_waiting = init_signals();
	if (!perturb_random_pool(0))
		fail("random pool");
	agent.link.emit = emit;
	agent.link.context = &agent.channel;
	dprintf(2, "agent: ready\n");
	for (;;)
		step(&while_waiting);
}

/* The agent's state. Everything is static: the agent never allocates, so it does not change what a trial counts. */
#ifndef NUMA_LAB_GUEST_AGENT_H
#define NUMA_LAB_GUEST_AGENT_H

#include "json.h"
#include "link.h"
#include "trial.h"

#define CHANNEL "/dev/ttyS1"

struct agent {
	int channel;
	struct link link;
	struct trial trial;
	struct json request;
	char message[FRAME_PAYLOAD_MAX + 1];
	/* The request to serve next. It waits while the acknowledgement of the last answer is on its way. */
	char pending[FRAME_PAYLOAD_MAX + 1];
	bool has_pending;
};

uint64_t agent_now_ms(void);

/* Sends so much of agent->message. */
void agent_send(struct agent *agent, size_t length);

#endif

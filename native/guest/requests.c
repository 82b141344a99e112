#define _GNU_SOURCE
#include "requests.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "fail.h"
#include "perturb.h"
#include "topology.h"

static void refuse(struct agent *agent, const char *why)
{
	agent_send(agent, (size_t)snprintf(agent->message, sizeof agent->message, "{\"type\":\"refused\",\"why\":\"%s\"}", why));
}

static void do_describe(struct agent *agent)
{
	size_t length = topology_describe(agent->message, FRAME_PAYLOAD_MAX);

	if (length)
		agent_send(agent, length);
	else
		refuse(agent, "the description does not fit a message");
}

/* The bits of a list of node numbers; all nodes without a list. False for what is no node. */
static bool read_nodes(const struct json *request, const struct json_value *list, uint64_t *nodes)
{
	uint64_t node;

	*nodes = list ? 0 : ~UINT64_C(0);
	for (uint32_t i = 0; list && i < list->count; i++) {
		if (!json_count(json_element(request, list, i), &node) || node >= 64)
			return false;
		*nodes |= UINT64_C(1) << node;
	}
	return true;
}

static void do_perturb(struct agent *agent)
{
	const struct json *request = &agent->request;
	const char *text = json_string(json_member(request, json_root(request), "seed"));
	const char *why;
	char *end;
	uint64_t seed, nodes;

	errno = 0;
	seed = text ? strtoull(text, &end, 10) : 0;
	if (!text || !*text || *end || errno)
		refuse(agent, "the seed is not a decimal number of 64 bits");
	else if (!read_nodes(request, json_member(request, json_root(request), "nodes"), &nodes))
		refuse(agent, "the nodes are no list of numbers below 64");
	else if (perturb(seed, nodes, &why))
		agent_send(agent, (size_t)snprintf(agent->message, sizeof agent->message, "{\"type\":\"perturbed\"}"));
	else
		refuse(agent, why);
}

static void do_run(struct agent *agent)
{
	const char *why;

	if (!trial_start(&agent->trial, &agent->request, agent_now_ms(), &why))
		refuse(agent, why);
}

static void do_power_off(struct agent *agent)
{
	(void)agent;
	sync();
	reboot(RB_POWER_OFF);
	fail("power-off");
}

void requests_serve(struct agent *agent)
{
	static const struct {
		const char *name;
		void (*run)(struct agent *agent);
	} requests[] = {
		{ "describe", do_describe }, { "perturb", do_perturb }, { "run", do_run }, { "power-off", do_power_off },
	};
	struct json *request = &agent->request;
	const char *name;

	if (!agent->has_pending || !link_ready(&agent->link) || agent->trial.running)
		return;
	agent->has_pending = false;
	name = json_parse(request, agent->pending) ? json_string(json_member(request, json_root(request), "do")) : NULL;
	for (size_t i = 0; name && i < sizeof requests / sizeof requests[0]; i++) {
		if (!strcmp(name, requests[i].name)) {
			requests[i].run(agent);
			return;
		}
	}
	refuse(agent, "unknown request");
}

#define _GNU_SOURCE
#include "trial.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "file.h"

static unsigned long long oom_kills(void)
{
	unsigned long long kills = 0;

	file_field("/proc/vmstat", "oom_kill", &kills);
	return kills;
}

static bool copy_setting(const struct json *request, const char *name, char (*out)[16])
{
	const struct json_value *settings = json_member(request, json_root(request), "settings");
	const char *text = json_string(json_member(request, settings, name));

	if (!text || strlen(text) >= sizeof *out)
		return false;
	strcpy(*out, text);
	return true;
}

static bool apply_settings(struct trial *trial, const struct json *request)
{
	struct settings wanted;

	if (!copy_setting(request, "numaBalancing", &wanted.numa_balancing) ||
	    !copy_setting(request, "transparentHugepage", &wanted.transparent_hugepage) ||
	    !copy_setting(request, "addressRandomisation", &wanted.address_randomisation))
		return false;
	settings_write(&wanted);
	settings_read(&trial->settings);
	return true;
}

/* Points `out` (max + 1 elements) to the strings of a list and ends it with NULL. */
static bool read_strings(const struct json *request, const struct json_value *list, char **out, uint32_t max)
{
	uint32_t i;

	if (!list || list->type != JSON_ARRAY || list->count > max)
		return false;
	for (i = 0; i < list->count; i++) {
		out[i] = (char *)json_string(json_element(request, list, i));
		if (!out[i])
			return false;
	}
	out[i] = NULL;
	return true;
}

static bool start_processes(struct trial *trial, const struct json *request, const struct json_value *list)
{
	static char *argv[TRIAL_PROCESSES_MAX][PROCESS_ARGUMENTS_MAX + 1];
	static char *environment[TRIAL_PROCESSES_MAX][PROCESS_VARIABLES_MAX + 1];

	for (uint32_t i = 0; i < list->count; i++) {
		const struct json_value *process = json_element(request, list, i);
		if (!read_strings(request, json_member(request, process, "argv"), argv[i], PROCESS_ARGUMENTS_MAX) || !argv[i][0])
			return errno = EINVAL, false;
		if (!read_strings(request, json_member(request, process, "environment"), environment[i], PROCESS_VARIABLES_MAX))
			return errno = EINVAL, false;
	}
	trial->oom_kills_before = oom_kills();
	for (uint32_t i = 0; i < list->count; i++) {
		if (!process_start(&trial->processes[i], argv[i], environment[i], trial->gate_waiting))
			return false;
		trial->count++;
	}
	return true;
}

bool trial_start(struct trial *trial, const struct json *request, uint64_t now_ms, const char **why)
{
	const struct json_value *root = json_root(request);
	const struct json_value *list = json_member(request, root, "processes");
	const struct json_value *gate = json_member(request, root, "gate");
	uint64_t timeout_ms;
	uint32_t every_ms;

	*why = "not a run request";
	if (trial->running || !json_count(json_member(request, root, "timeoutMs"), &timeout_ms) || !gate)
		return false;
	if (!list || list->type != JSON_ARRAY || !list->count || list->count > TRIAL_PROCESSES_MAX)
		return false;
	if (!memory_request(request, gate->type == JSON_TRUE, &every_ms) || !apply_settings(trial, request))
		return false;
	memory_open(&trial->memory, every_ms);
	trial->count = 0;
	trial->stderr_sent = 0;
	trial->stderr_offset = 0;
	trial->gate_waiting = gate->type == JSON_TRUE;
	trial->running = true;
	if (!start_processes(trial, request, list)) {
		*why = strerror(errno);
		trial_abandon(trial);
		return false;
	}
	trial->deadline_ms = now_ms + timeout_ms;
	return true;
}

nfds_t trial_polls(struct trial *trial, struct pollfd *polls, bool ready_to_send)
{
	nfds_t used = 0;

	for (uint32_t i = 0; trial->running && i < trial->count; i++) {
		struct process *p = &trial->processes[i];
		/* A program at the gate is read even while the channel is busy: its ready line sends nothing. */
		bool want_out = p->out >= 0 && !p->pending_size && (ready_to_send || trial->gate_waiting);
		if (want_out)
			polls[used++] = (struct pollfd){ .fd = p->out, .events = POLLIN };
		if (p->err >= 0)
			polls[used++] = (struct pollfd){ .fd = p->err, .events = POLLIN };
	}
	return used;
}

/*
 * One that ended early does not hold up the others: they finish, and the record is of the one that
 * failed.
 */
static void update_gate(struct trial *trial)
{
	if (!trial->gate_waiting)
		return;
	for (uint32_t i = 0; i < trial->count; i++) {
		const struct process *p = &trial->processes[i];
		if (!p->gate.ready && !p->ended && p->out >= 0)
			return;
	}
	trial->gate_waiting = false;
	memory_begin(&trial->memory, trial->processes, trial->count);
	for (uint32_t i = 0; i < trial->count; i++)
		process_open_gate(&trial->processes[i]);
}

void trial_read(struct trial *trial, const struct pollfd *polls, nfds_t count)
{
	for (nfds_t n = 0; n < count; n++) {
		if (!polls[n].revents)
			continue;
		for (uint32_t i = 0; i < trial->count; i++) {
			struct process *p = &trial->processes[i];
			if (p->out == polls[n].fd)
				process_read_stdout(p);
			else if (p->err == polls[n].fd)
				process_read_stderr(p);
		}
	}
	update_gate(trial);
}

static void collect_children(struct trial *trial)
{
	int status;
	pid_t pid;

	/* As process 1 the agent also inherits orphans; they are collected and forgotten. */
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (uint32_t i = 0; i < trial->count; i++) {
			struct process *p = &trial->processes[i];
			if (p->pid != pid || p->ended)
				continue;
			p->ended = true;
			p->status = status;
			process_kill(p);
		}
	}
}

void trial_watch(struct trial *trial, uint64_t now_ms)
{
	collect_children(trial);
	if (!trial->running)
		return;
	if (now_ms >= trial->deadline_ms) {
		for (uint32_t i = 0; i < trial->count; i++) {
			struct process *p = &trial->processes[i];
			p->timed_out = p->timed_out || !p->ended;
			process_kill(p);
		}
		trial->deadline_ms = UINT64_MAX;
	}
	update_gate(trial);
}

void trial_sample(struct trial *trial)
{
	if (trial->running)
		memory_sample(&trial->memory, trial->processes);
}

uint64_t trial_due_ms(const struct trial *trial)
{
	uint64_t sample_ms = memory_due_ms(&trial->memory);

	if (!trial->running)
		return UINT64_MAX;
	return sample_ms < trial->deadline_ms ? sample_ms : trial->deadline_ms;
}

void trial_abandon(struct trial *trial)
{
	for (uint32_t i = 0; i < trial->count; i++) {
		struct process *p = &trial->processes[i];
		process_kill(p);
		process_close(p);
	}
	memory_open(&trial->memory, 0);
	trial->count = 0;
	trial->running = false;
}

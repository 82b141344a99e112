#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "file.h"
#include "trial.h"

/* Kept free at the end of a message for its closing characters. */
#define CLOSING 8

static size_t output(char *out, size_t room, uint32_t process, const char *stream,
	const char *bytes, size_t length, size_t *taken)
{
	size_t used = (size_t)snprintf(out, room, "{\"type\":\"output\",\"process\":%u,\"stream\":\"%s\",\"data\":\"",
		process, stream);

	used += json_escape(out + used, room - used - CLOSING, bytes, length, taken);
	return used + (size_t)snprintf(out + used, room - used, "\"}");
}

static size_t stdout_message(struct trial *trial, char *out, size_t room)
{
	for (uint32_t i = 0; i < trial->count; i++) {
		struct process *p = &trial->processes[i];
		size_t taken, size;
		if (!p->pending_size)
			continue;
		size = output(out, room, i, "stdout", p->pending, p->pending_size, &taken);
		p->pending_size -= taken;
		memmove(p->pending, p->pending + taken, p->pending_size);
		return size;
	}
	return 0;
}

static size_t stderr_message(struct trial *trial, char *out, size_t room)
{
	static char tail[PROCESS_STDERR_KEPT];

	for (; trial->stderr_sent < trial->count; trial->stderr_sent++, trial->stderr_offset = 0) {
		size_t taken, used, size = process_stderr_tail(&trial->processes[trial->stderr_sent], tail);
		if (trial->stderr_offset == size)
			continue;
		used = output(out, room, trial->stderr_sent, "stderr", tail + trial->stderr_offset,
			size - trial->stderr_offset, &taken);
		trial->stderr_offset += taken;
		return used;
	}
	return 0;
}

static int exit_text(const struct process *p, bool oom, char *out, size_t room)
{
	const char *cut = p->stdout_cut ? "true" : "false";

	if (p->timed_out)
		return snprintf(out, room, "{\"state\":\"timed-out\",\"cut\":%s}", cut);
	if (WIFEXITED(p->status))
		return snprintf(out, room, "{\"state\":\"exited\",\"code\":%d,\"cut\":%s}", WEXITSTATUS(p->status), cut);
	if (oom && WTERMSIG(p->status) == SIGKILL)
		return snprintf(out, room, "{\"state\":\"out-of-memory\",\"cut\":%s}", cut);
	return snprintf(out, room, "{\"state\":\"signalled\",\"signal\":%d,\"cut\":%s}", WTERMSIG(p->status), cut);
}

/* How much of what was asked for is missing from the samples; nothing when none were asked for. */
static size_t memory_text(const struct memory_watch *memory, char *out, size_t room)
{
	size_t used;

	if (!memory->every_ms)
		return 0;
	used = (size_t)snprintf(out, room, ",\"memory\":{\"missed\":%u,\"dropped\":[", memory->missed);
	for (uint32_t i = 0; i < memory->count; i++)
		used += (size_t)snprintf(out + used, room - used, "%s%u", i ? "," : "", memory->series[i].dropped);
	return used + (size_t)snprintf(out + used, room - used, "]}");
}

static size_t ran_message(const struct trial *trial, char *out, size_t room)
{
	const struct settings *s = &trial->settings;
	unsigned long long kills = trial->oom_kills_before;
	size_t used;

	file_field("/proc/vmstat", "oom_kill", &kills);
	used = (size_t)snprintf(out, room,
		"{\"type\":\"ran\",\"settings\":{\"numaBalancing\":\"%s\",\"transparentHugepage\":\"%s\","
		"\"addressRandomisation\":\"%s\"},\"exits\":[",
		s->numa_balancing, s->transparent_hugepage, s->address_randomisation);
	for (uint32_t i = 0; i < trial->count; i++) {
		used += (size_t)snprintf(out + used, room - used, "%s", i ? "," : "");
		used += (size_t)exit_text(&trial->processes[i], kills > trial->oom_kills_before, out + used, room - used);
	}
	used += (size_t)snprintf(out + used, room - used, "]");
	used += memory_text(&trial->memory, out + used, room - used);
	return used + (size_t)snprintf(out + used, room - used, "}");
}

size_t trial_message(struct trial *trial, char *out, size_t room)
{
	size_t size = stdout_message(trial, out, room);

	if (size || !trial->running)
		return size;
	for (uint32_t i = 0; i < trial->count; i++) {
		if (!process_done(&trial->processes[i]))
			return 0;
	}
	size = stderr_message(trial, out, room);
	if (!size)
		size = memory_message(&trial->memory, out, room);
	if (size)
		return size;
	size = ran_message(trial, out, room);
	trial_abandon(trial);
	return size;
}

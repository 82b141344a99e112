#include "counters.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* JSON numbers are exact up to here. */
enum { PARTS = 1000000 };
#define EXACT_LIMIT (UINT64_C(1) << 53)

static const char *const tracefs[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};

static void lack(struct counter *counter, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void lack(struct counter *counter, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(counter->why, sizeof counter->why, format, arguments);
	va_end(arguments);
	if (counter->fd >= 0)
		close(counter->fd);
	counter->fd = -1;
}

/* Text of a small file of the kernel without its newline; -1 with errno set. */
static int read_small(const char *path, char *text, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	ssize_t n = read(fd, text, room - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return n > 0 ? 0 : -1;
}

static const char *mounted_tracefs(void)
{
	char path[64];
	for (size_t i = 0; i < sizeof tracefs / sizeof *tracefs; i++) {
		snprintf(path, sizeof path, "%s/events", tracefs[i]);
		if (!access(path, X_OK))
			return tracefs[i];
		if (errno == EACCES)
			return NULL;
	}
	errno = ENOENT;
	return NULL;
}

/* The number by which perf_event_open knows the row's tracepoint. */
static bool find_tracepoint(struct counter *counter)
{
	char path[128], text[24];
	const char *root = mounted_tracefs();
	if (!root) {
		lack(counter, errno == EACCES ? "tracefs is not readable by this user" : "tracefs is not mounted");
		return false;
	}
	snprintf(path, sizeof path, "%s/events/%s/id", root, counter->row.tracepoint);
	if (read_small(path, text, sizeof text) < 0) {
		lack(counter, "tracepoint %s: %s", counter->row.tracepoint,
		     errno == ENOENT ? "not in this kernel" : strerror(errno));
		return false;
	}
	counter->row.config = strtoull(text, NULL, 10);
	return true;
}

static void explain_refusal(struct counter *counter, int error)
{
	char level[16];
	switch (error) {
	case EACCES:
	case EPERM:
		if (read_small("/proc/sys/kernel/perf_event_paranoid", level, sizeof level) < 0)
			strcpy(level, "unknown");
		lack(counter, "not permitted (perf_event_paranoid is %s)", level);
		return;
	case ENOENT:
	case ENODEV:
	case EOPNOTSUPP:
	case EINVAL:
		lack(counter, "this machine has no such counter");
		return;
	case ENOSYS:
		lack(counter, "this kernel has no perf_event_open");
		return;
	}
	lack(counter, "perf_event_open: %s", strerror(error));
}

/* A filter or an event of the kernel with the kernel left out would count nothing, and say 0. */
static bool may_leave_kernel_out(const struct counter *counter)
{
	return counter->row.group == COUNTERS_HARDWARE;
}

static void open_one(struct counter *counter)
{
	struct counter_row *row = &counter->row;
	if (row->tracepoint && !find_tracepoint(counter))
		return;
	counter->fd = linux_counter_open(row->type, row->config, false);
	if (counter->fd < 0 && (errno == EACCES || errno == EPERM) && may_leave_kernel_out(counter)) {
		counter->user_only = true;
		counter->fd = linux_counter_open(row->type, row->config, true);
	}
	if (counter->fd < 0)
		explain_refusal(counter, errno);
	else if (row->filter[0] && linux_counter_filter(counter->fd, row->filter) < 0)
		lack(counter, "the kernel refuses the filter \"%.20s...\": %s", row->filter, strerror(errno));
}

/* One start and stop beforehand: code that comes in only now would be a fault of the workload. */
void counters_open(struct counters *counters)
{
	counters_list(counters);
	for (unsigned i = 0; i < counters->count; i++)
		open_one(&counters->counters[i]);
	own_calls_count();
	counters_start(counters);
	counters_stop(counters);
}

void counters_start(struct counters *counters)
{
	for (unsigned i = 0; i < counters->count; i++) {
		struct counter *counter = &counters->counters[i];
		if (counter->fd >= 0 && linux_counter_read(counter->fd, &counter->before) < 0)
			lack(counter, "it cannot be read: %s", strerror(errno));
	}
	counters->own_before = own_calls_read();
	for (unsigned i = 0; i < counters->count; i++) {
		struct counter *counter = &counters->counters[i];
		if (counter->fd >= 0 && linux_counter_start(counter->fd) < 0)
			lack(counter, "it cannot be started: %s", strerror(errno));
	}
}

void counters_stop(struct counters *counters)
{
	struct linux_counter after;
	for (unsigned i = counters->count; i-- > 0;) {
		struct counter *counter = &counters->counters[i];
		if (counter->fd >= 0 && linux_counter_stop(counter->fd) < 0)
			lack(counter, "it cannot be stopped: %s", strerror(errno));
	}
	counters->own = own_calls_since(&counters->own_before);
	for (unsigned i = 0; i < counters->count; i++) {
		struct counter *counter = &counters->counters[i];
		if (counter->fd < 0)
			continue;
		if (linux_counter_read(counter->fd, &after) < 0)
			lack(counter, "it cannot be read: %s", strerror(errno));
		else
			counter_subtract(counter, &after);
	}
}

void counter_subtract(struct counter *counter, const struct linux_counter *after)
{
	const struct linux_counter *before = &counter->before;
	counter->why[0] = '\0';
	if (after->count < before->count || after->wanted_ns < before->wanted_ns ||
	    after->counting_ns < before->counting_ns) {
		lack(counter, "it went backwards, from %llu to %llu", (unsigned long long)before->count,
		     (unsigned long long)after->count);
		return;
	}
	uint64_t wanted = after->wanted_ns - before->wanted_ns;
	uint64_t counting = after->counting_ns - before->counting_ns;
	counter->count = after->count - before->count;
	counter->counting_ppm = counting < wanted ? (uint64_t)((double)counting / (double)wanted * PARTS) : PARTS;
	if (!counter->counting_ppm || !wanted)
		lack(counter, "it never counted: others use the processor's counters");
	else if (counter->count >= EXACT_LIMIT)
		lack(counter, "%llu is too large to be a count", (unsigned long long)counter->count);
}

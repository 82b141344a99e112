#include "checkpoint.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include "fail.h"
#include "linux.h"

/*
 * The files are read in chunks and handed on line by line, so that any number of mappings fits. The buffer is touched
 * whole before each reading: a page of it that came in later would be counted as the workload's.
 */
static char text[1 << 14];

typedef void take_line(struct checkpoint *checkpoint, const char *line);

static size_t hand_on_lines(struct checkpoint *checkpoint, take_line *take, size_t length)
{
	char *line = text;
	char *end;
	while ((end = memchr(line, '\n', length - (size_t)(line - text)))) {
		*end = '\0';
		take(checkpoint, line);
		line = end + 1;
	}
	size_t rest = length - (size_t)(line - text);
	memmove(text, line, rest);
	return rest;
}

static int read_lines(const char *path, struct checkpoint *checkpoint, take_line *take)
{
	int fd = linux_open(path);
	if (fd < 0)
		return -1;
	size_t length = 0;
	for (;;) {
		ssize_t n = linux_read(fd, text + length, sizeof text - length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		length = hand_on_lines(checkpoint, take, length + (size_t)n);
		if (length == sizeof text)
			length = 0;
	}
	linux_close(fd);
	return 0;
}

static uint64_t decimal(const char *digits, const char **end)
{
	uint64_t n = 0;
	while (*digits == ' ' || *digits == '\t')
		digits++;
	for (; *digits >= '0' && *digits <= '9'; digits++)
		n = n * 10 + (uint64_t)(*digits - '0');
	if (end)
		*end = digits;
	return n;
}

/* Lines of smaps_rollup and status read `Name:   123 kB`. */
static void take_field(struct checkpoint *checkpoint, const char *line)
{
	const struct {
		const char *name;
		uint64_t *bytes;
	} fields[] = {
		{"Rss:", &checkpoint->resident_bytes},
		{"Anonymous:", &checkpoint->anonymous_bytes},
		{"LazyFree:", &checkpoint->lazy_free_bytes},
		{"VmHWM:", &checkpoint->peak_resident_bytes},
	};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		size_t length = strlen(fields[i].name);
		if (!strncmp(line, fields[i].name, length))
			*fields[i].bytes = decimal(line + length, NULL) * 1024;
	}
}

static void add_node_bytes(struct node_bytes *sum, unsigned node, uint64_t bytes)
{
	unsigned i = 0;
	while (i < sum->count && sum->nodes[i].node != node)
		i++;
	if (i == CHECKPOINT_NODES)
		fail("memory lies on more than %d nodes, which the memory checkpoint cannot hold", CHECKPOINT_NODES);
	if (i == sum->count)
		sum->nodes[sum->count++].node = node;
	sum->nodes[i].bytes += bytes;
}

/*
 * A line of numa_maps reads `address policy key=value…`, with N<node>=<pages> for each node that holds pages.
 * Mappings of files are left out: their pages are shared with other processes and not the allocator's.
 */
static void take_mapping(struct checkpoint *checkpoint, const char *line)
{
	const char *page_size = strstr(line, "kernelpagesize_kB=");
	uint64_t page_bytes = page_size ? decimal(page_size + 18, NULL) * 1024 : linux_page_size();
	bool is_brk_heap = strstr(line, " heap");
	if (strstr(line, " file="))
		return;
	for (const char *at = strstr(line, " N"); at; at = strstr(at, " N")) {
		unsigned node = (unsigned)decimal(at + 2, &at);
		if (*at != '=')
			continue;
		uint64_t bytes = decimal(at + 1, &at) * page_bytes;
		add_node_bytes(&checkpoint->anonymous, node, bytes);
		if (is_brk_heap)
			add_node_bytes(&checkpoint->brk_heap, node, bytes);
	}
}

void checkpoint_take(struct checkpoint *checkpoint, const char *name, uint64_t live_bytes)
{
	for (size_t i = 0; i < sizeof text; i += linux_page_size())
		*(volatile char *)(text + i) = 0;
	*checkpoint = (struct checkpoint){.name = name, .live_bytes = live_bytes};
	if (read_lines("/proc/self/smaps_rollup", checkpoint, take_field) < 0)
		cannot_run_here("/proc/self/smaps_rollup cannot be read: is /proc mounted, and the kernel 4.14 or newer?");
	read_lines("/proc/self/status", checkpoint, take_field);
	read_lines("/proc/self/numa_maps", checkpoint, take_mapping);
}

void kernel_events_read(struct kernel_events *events)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	events->minor_faults = (uint64_t)usage.ru_minflt;
	events->major_faults = (uint64_t)usage.ru_majflt;
	events->voluntary_switches = (uint64_t)usage.ru_nvcsw;
	events->involuntary_switches = (uint64_t)usage.ru_nivcsw;
}

static uint64_t grown(const char *what, uint64_t before, uint64_t after)
{
	if (after < before)
		fail("%s of getrusage went backwards, from %llu to %llu", what, (unsigned long long)before,
		     (unsigned long long)after);
	return after - before;
}

void kernel_events_subtract(struct kernel_events *events, const struct kernel_events *before)
{
	events->minor_faults = grown("minor faults", before->minor_faults, events->minor_faults);
	events->major_faults = grown("major faults", before->major_faults, events->major_faults);
	events->voluntary_switches =
		grown("voluntary switches", before->voluntary_switches, events->voluntary_switches);
	events->involuntary_switches =
		grown("involuntary switches", before->involuntary_switches, events->involuntary_switches);
}

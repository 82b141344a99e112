#include "activity.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "linux.h"

/* Names of the kernel's, as ours are in the line. */
static const char *const events[ACTIVITY_EVENTS] = {
	"numa_hint_faults",   "numa_hint_faults_local", "numa_pages_migrated", "numa_pte_updates",
	"pgmigrate_success",  "pgmigrate_fail",         "thp_fault_alloc",     "thp_collapse_alloc",
	"thp_split_page",     "pgfault",                "pgmajfault",          "nr_tlb_remote_flush",
};

static const char *const node_events[ACTIVITY_NODE_EVENTS] = {
	"numa_hit", "numa_miss", "numa_foreign", "interleave_hit", "local_node", "other_node",
};

static int vmstat = -1;
static struct {
	unsigned node;
	int fd;
} node_files[ACTIVITY_NODES];
static unsigned node_file_count;

/* Node numbers may have gaps. */
enum { NODES_ASKED = 256 };

static char text[1 << 14];

void activity_open(void)
{
	static struct activity rehearsal;
	char path[64];
	vmstat = linux_open("/proc/vmstat");
	for (unsigned node = 0; node < NODES_ASKED && node_file_count < ACTIVITY_NODES; node++) {
		snprintf(path, sizeof path, "/sys/devices/system/node/node%u/numastat", node);
		int fd = linux_open(path);
		if (fd < 0)
			continue;
		node_files[node_file_count].node = node;
		node_files[node_file_count++].fd = fd;
	}
	activity_read(&rehearsal);
}

/* False, with no text, when there is no such file. */
static bool read_text(int fd)
{
	size_t length = 0;
	ssize_t n;
	do {
		n = linux_read_at(fd, text + length, sizeof text - 1 - length, (off_t)length);
		length += n > 0 ? (size_t)n : 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	text[length] = '\0';
	return n == 0;
}

/* Lines read `name 123`. */
static uint64_t number_of(const char *name)
{
	size_t length = strlen(name);
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, length) && line[length] == ' ')
			return strtoull(line + length, NULL, 10);
	}
	return UINT64_MAX;
}

void activity_read(struct activity *activity)
{
	bool is_read = read_text(vmstat);
	for (unsigned i = 0; i < ACTIVITY_EVENTS; i++)
		activity->events[i] = is_read ? number_of(events[i]) : UINT64_MAX;
	activity->node_count = node_file_count;
	for (unsigned n = 0; n < node_file_count; n++) {
		is_read = read_text(node_files[n].fd);
		activity->nodes[n].node = node_files[n].node;
		for (unsigned i = 0; i < ACTIVITY_NODE_EVENTS; i++)
			activity->nodes[n].events[i] = is_read ? number_of(node_events[i]) : UINT64_MAX;
	}
}

static void json_difference(struct output *out, const char *name, uint64_t before, uint64_t after)
{
	json_key(out, name);
	if (before != UINT64_MAX && after != UINT64_MAX && after >= before) {
		json_unsigned(out, after - before);
		return;
	}
	json_begin_object(out);
	json_string_at(out, "unavailable", before == UINT64_MAX || after == UINT64_MAX
						   ? "the kernel does not count it"
						   : "it went backwards");
	json_end_object(out);
}

void output_vmstat(struct output *out, const struct activity *before, const struct activity *after)
{
	json_key(out, "vmstat");
	json_begin_object(out);
	for (unsigned i = 0; i < ACTIVITY_EVENTS; i++)
		json_difference(out, events[i], before->events[i], after->events[i]);
	json_end_object(out);
}

void output_activity(struct output *out, const struct activity *before, const struct activity *after)
{
	output_vmstat(out, before, after);
	json_key(out, "numastat");
	json_begin_array(out);
	for (unsigned i = 0; i < after->node_count; i++) {
		json_begin_object(out);
		json_unsigned_at(out, "node", after->nodes[i].node);
		for (unsigned k = 0; k < ACTIVITY_NODE_EVENTS; k++)
			json_difference(out, node_events[k], before->nodes[i].events[k], after->nodes[i].events[k]);
		json_end_object(out);
	}
	json_end_array(out);
}

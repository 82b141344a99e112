#define _GNU_SOURCE
#include "memory-files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

#define PAGE_KIB 4

/* proc(5): size, resident, and of those shared with files or other processes; the rest is anonymous. */
bool memory_parse_statm(const char *text, struct memory_counted *counted)
{
	unsigned long size, resident, shared;

	/* All are zero once the process has ended and before it is collected. */
	if (sscanf(text, "%lu %lu %lu", &size, &resident, &shared) != 3 || !size)
		return false;
	counted->resident_kib = (uint32_t)(resident * PAGE_KIB);
	counted->anonymous_kib = (uint32_t)((resident > shared ? resident - shared : 0) * PAGE_KIB);
	return true;
}

bool memory_parse_rollup(const char *text, struct memory_walked *walked)
{
	const char *anonymous = strstr(text, "\nAnonymous:"), *lazy_free = strstr(text, "\nLazyFree:");

	if (!anonymous || !lazy_free)
		return false;
	walked->anonymous_kib = (uint32_t)strtoul(strchr(anonymous, ':') + 1, NULL, 10);
	walked->lazy_free_kib = (uint32_t)strtoul(strchr(lazy_free, ':') + 1, NULL, 10);
	return true;
}

/* A line reads `address policy key=value…`, with N<node>=<pages> for each node that holds pages. */
void memory_add_mapping(const char *line, struct memory_walked *walked)
{
	const char *size = strstr(line, " kernelpagesize_kB=");
	unsigned long page_kib = size ? strtoul(strchr(size, '=') + 1, NULL, 10) : PAGE_KIB;

	if (strstr(line, " file="))
		return;
	for (const char *at = strstr(line, " N"); at; at = strstr(at + 1, " N")) {
		char *end;
		unsigned long node = strtoul(at + 2, &end, 10);
		if (end > at + 2 && *end == '=' && node < MEMORY_NODES_MAX)
			walked->node_kib[node] += (uint32_t)(strtoul(end + 1, NULL, 10) * page_kib);
	}
}

/* In pieces, since a heap may have thousands of mappings; a line longer than a piece would be none of ours. */
static bool add_mappings(int fd, struct memory_walked *walked)
{
	static char text[16384];
	size_t used = 0;
	bool any = false;

	for (;;) {
		ssize_t got = read(fd, text + used, sizeof text - 1 - used);
		char *line = text, *end;
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return any;
		any = true;
		text[used += (size_t)got] = '\0';
		for (; (end = strchr(line, '\n')); line = end + 1) {
			*end = '\0';
			memory_add_mapping(line, walked);
		}
		used -= (size_t)(line - text);
		memmove(text, line, used);
		if (used == sizeof text - 1)
			used = 0;
	}
}

bool memory_count(pid_t pid, struct memory_counted *counted)
{
	char path[64], text[128];

	snprintf(path, sizeof path, "/proc/%d/statm", pid);
	return file_read(path, text, sizeof text) && memory_parse_statm(text, counted);
}

bool memory_walk(pid_t pid, struct memory_walked *walked)
{
	static char text[4096];
	char path[64];
	bool any;
	int fd;

	*walked = (struct memory_walked){ 0 };
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
	if (!file_read(path, text, sizeof text) || !memory_parse_rollup(text, walked))
		return false;
	snprintf(path, sizeof path, "/proc/%d/numa_maps", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	/* Without a mapping the process has ended between the two. */
	any = add_mappings(fd, walked);
	close(fd);
	return any;
}

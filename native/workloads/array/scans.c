#include "array.h"

#include <stdlib.h>
#include <string.h>
#include "harness/linux.h"

static int sched = -1;

void scans_open(void)
{
	sched = linux_open("/proc/self/sched");
}

/* The line reads `mm->numa_scan_seq  :  3`. */
uint64_t scans_read(void)
{
	static const char name[] = "numa_scan_seq";
	char text[4096];
	ssize_t length = linux_read_at(sched, text, sizeof text - 1, 0);
	if (length <= 0)
		return UINT64_MAX;
	text[length] = '\0';
	const char *line = strstr(text, name);
	const char *colon = line ? strchr(line, ':') : NULL;
	return colon ? strtoull(colon + 1, NULL, 10) : UINT64_MAX;
}

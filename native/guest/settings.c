#include "settings.h"

#include <stdio.h>
#include <string.h>

#include "file.h"

#define NUMA_BALANCING "/proc/sys/kernel/numa_balancing"
#define TRANSPARENT_HUGEPAGE "/sys/kernel/mm/transparent_hugepage/enabled"
#define ADDRESS_RANDOMISATION "/proc/sys/kernel/randomize_va_space"

/* Must come before exec: a process created under `never` is not registered with khugepaged. */
void settings_write(const struct settings *wanted)
{
	file_write(NUMA_BALANCING, wanted->numa_balancing);
	file_write(TRANSPARENT_HUGEPAGE, wanted->transparent_hugepage);
	file_write(ADDRESS_RANDOMISATION, wanted->address_randomisation);
}

static void read_setting(const char *path, char *out, size_t room)
{
	char text[64], *open, *close;

	if (!file_read(path, text, sizeof text)) {
		snprintf(out, room, "unavailable");
		return;
	}
	/* A choice prints as "always madvise [never]". */
	open = strchr(text, '[');
	close = strchr(text, ']');
	if (open && close > open) {
		*close = '\0';
		snprintf(out, room, "%.15s", open + 1);
	} else {
		snprintf(out, room, "%.15s", text);
	}
}

void settings_read(struct settings *seen)
{
	read_setting(NUMA_BALANCING, seen->numa_balancing, sizeof seen->numa_balancing);
	read_setting(TRANSPARENT_HUGEPAGE, seen->transparent_hugepage, sizeof seen->transparent_hugepage);
	read_setting(ADDRESS_RANDOMISATION, seen->address_randomisation, sizeof seen->address_randomisation);
}

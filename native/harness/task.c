#include "task.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "fail.h"
#include "linux.h"

pid_t task_self(void)
{
	return linux_thread_id();
}

/* The state follows the name, which ends with the last parenthesis of the line. */
static bool sleeps(pid_t task)
{
	char path[64];
	char text[512];
	snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)task);
	int fd = linux_open(path);
	if (fd < 0)
		cannot_run_here("%s cannot be opened: is /proc mounted?", path);
	ssize_t n = linux_read(fd, text, sizeof text - 1);
	linux_close(fd);
	text[n > 0 ? n : 0] = '\0';
	const char *name_end = strrchr(text, ')');
	return name_end && name_end[1] == ' ' && name_end[2] == 'S';
}

/*
 * Twice: whoever wakes others does so before it sleeps, so that after the first round nobody has a wake-up to
 * come, and in the second those are met that had been woken behind our back.
 */
void tasks_await_sleep(unsigned count, const pid_t tasks[])
{
	for (int round = 0; round < 2; round++)
		for (unsigned i = 0; i < count; i++)
			while (!sleeps(tasks[i]))
				linux_yield();
}

void tasks_await_end(unsigned most)
{
	while (linux_count_threads() > most)
		linux_yield();
}

#define _GNU_SOURCE
#include "file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool file_read(const char *path, char *out, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t got = -1;

	if (fd >= 0) {
		while (used < room - 1 && (got = read(fd, out + used, room - 1 - used)) > 0)
			used += (size_t)got;
		close(fd);
	}
	out[used] = '\0';
	if (used && out[used - 1] == '\n')
		out[used - 1] = '\0';
	return fd >= 0 && got >= 0;
}

bool file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	size_t length = strlen(text);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, text, length) == (ssize_t)length;
	close(fd);
	return done;
}

bool file_field(const char *path, const char *name, unsigned long long *value)
{
	static char text[16384];
	size_t length = strlen(name);
	const char *line = text;

	if (!file_read(path, text, sizeof text))
		return false;
	for (; line; line = strchr(line, '\n'), line += line != NULL) {
		const char *rest = strstr(line, name);
		if (!rest)
			return false;
		/* A field may stand behind a prefix, as in "Node 0 MemTotal:". */
		if ((rest == text || rest[-1] == ' ' || rest[-1] == '\n') && (rest[length] == ' ' || rest[length] == ':')) {
			*value = strtoull(rest + length + 1, NULL, 10);
			return true;
		}
		line = rest;
	}
	return false;
}

#include "memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "harness/fail.h"

/* A line of maps reads `start-end rwxp offset device inode path`. */
static struct mapping parse_mapping(const char *line)
{
	char *at;
	struct mapping mapping = {.start = strtoull(line, &at, 16)};
	mapping.end = strtoull(at + 1, &at, 16);
	const char *permissions = at + 1;
	mapping.readable = permissions[0] == 'r';
	mapping.writable = permissions[1] == 'w';
	strtoull(permissions + 5, &at, 16);
	const char *device = at + 1;
	uint64_t inode = strtoull(device + strcspn(device, " "), &at, 10);
	const char *path = at + strspn(at, " ");
	mapping.is_brk_heap = !strcmp(path, "[heap]");
	/* The kernel lets a process name anonymous memory: [anon:…]. */
	mapping.is_anonymous = permissions[3] == 'p' && !inode &&
			       (!*path || mapping.is_brk_heap || !strncmp(path, "[anon", 5));
	return mapping;
}

static size_t read_file(const char *path, char *text, size_t capacity)
{
	size_t length = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		cannot_run_here("%s cannot be read: is /proc mounted?", path);
	while (length + 1 < capacity && (n = read(fd, text + length, capacity - 1 - length)) > 0)
		length += (size_t)n;
	close(fd);
	text[length] = '\0';
	return length;
}

void memory_read(struct memory *memory)
{
	static char text[1 << 18];
	char *end;
	if (read_file("/proc/self/maps", text, sizeof text) + 1 == sizeof text)
		fail("this process has more mappings than the proof can hold");
	memory->count = 0;
	for (char *line = text; (end = strchr(line, '\n')); line = end + 1) {
		*end = '\0';
		if (memory->count == MEMORY_MAPPINGS)
			fail("this process has more than %d mappings, which the proof cannot hold", MEMORY_MAPPINGS);
		memory->mappings[memory->count++] = parse_mapping(line);
	}
}

bool mapping_is_readable(const struct mapping *mapping)
{
	return mapping->readable;
}

bool mapping_is_writable(const struct mapping *mapping)
{
	return mapping->writable;
}

bool mapping_is_anonymous(const struct mapping *mapping)
{
	return mapping->is_anonymous && mapping->writable;
}

bool mapping_is_brk_heap(const struct mapping *mapping)
{
	return mapping->is_brk_heap;
}

size_t memory_bytes_in(const struct memory *memory, const void *start, size_t bytes, mapping_test *test)
{
	uintptr_t from = (uintptr_t)start;
	uintptr_t to = from + bytes;
	size_t found = 0;
	for (size_t i = 0; i < memory->count; i++) {
		const struct mapping *mapping = &memory->mappings[i];
		uintptr_t first = mapping->start > from ? mapping->start : from;
		uintptr_t last = mapping->end < to ? mapping->end : to;
		if (first < last && test(mapping))
			found += last - first;
	}
	return found;
}

bool memory_can_read(const struct memory *memory, const void *start, size_t bytes)
{
	return memory_bytes_in(memory, start, bytes, mapping_is_readable) == bytes;
}

/* Small kernel files, without allocation. */
#ifndef NUMA_LAB_FILE_H
#define NUMA_LAB_FILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads a file as a string without its last newline; false (and "") when it cannot be read. Cuts at `room`
 * - 1 bytes.
 */
bool file_read(const char *path, char *out, size_t room);

bool file_write(const char *path, const char *text);

/* The number after `name` in lines "name value" or "name: value kB"; false when there is none. */
bool file_field(const char *path, const char *name, unsigned long long *value);

#endif

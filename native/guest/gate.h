/* Finds and removes the line {"type":"ready"} by which a program says that it waits at the gate. */
#ifndef NUMA_LAB_GATE_H
#define NUMA_LAB_GATE_H

#include <stdbool.h>
#include <stddef.h>

#define GATE_LINE "{\"type\":\"ready\"}\n"

/* All zero is a fresh filter at the start of a line. */
struct gate {
	bool ready;
	bool in_line;		/* the current line is another one */
	size_t matched;		/* bytes of GATE_LINE seen and held back */
};

/*
 * Copies `length` bytes to `out` without the first ready line; returns how many. `out` needs room for `length`
 * + sizeof GATE_LINE bytes: bytes held back by an earlier call may come out.
 */
size_t gate_filter(struct gate *gate, char *out, const char *bytes, size_t length);

/* At the end of the stream: writes what is still held back. */
size_t gate_finish(struct gate *gate, char *out);

#endif

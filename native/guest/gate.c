#include "gate.h"

#include <string.h>

static size_t release(struct gate *gate, char *out)
{
	size_t size = gate->matched;

	memcpy(out, GATE_LINE, size);
	gate->matched = 0;
	return size;
}

static size_t filter_byte(struct gate *gate, char *out, char c)
{
	size_t used = 0;

	if (!gate->ready && !gate->in_line && c == GATE_LINE[gate->matched]) {
		gate->matched++;
		if (gate->matched == sizeof GATE_LINE - 1) {
			gate->ready = true;
			gate->matched = 0;
		}
		return 0;
	}
	used = release(gate, out);
	out[used++] = c;
	gate->in_line = c != '\n';
	return used;
}

size_t gate_filter(struct gate *gate, char *out, const char *bytes, size_t length)
{
	size_t used = 0;

	for (size_t i = 0; i < length; i++)
		used += filter_byte(gate, out + used, bytes[i]);
	return used;
}

size_t gate_finish(struct gate *gate, char *out)
{
	return release(gate, out);
}

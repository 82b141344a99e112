/*
 * NDJSON on stdout, formatted into memory of the harness and written with write(2). Call nothing in here before
 * the measured part is over. A line is an object: json_begin_line, pairs of key and value, json_end_line.
 */
#ifndef NUMA_LAB_OUTPUT_H
#define NUMA_LAB_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "checkpoint.h"
#include "histogram.h"

struct output {
	int fd;
	bool comma;
	size_t length;
	size_t capacity;
	char *buffer;
};

/* Reserves the buffer. */
void output_open(struct output *out, int fd);

/* Write what is buffered. Ends the program with exit 1 when stdout is gone. */
void output_flush(struct output *out);

/* {"type":"<type>" … and … }\n */
void json_begin_line(struct output *out, const char *type);
void json_end_line(struct output *out);

void json_begin_object(struct output *out);
void json_end_object(struct output *out);
void json_begin_array(struct output *out);
void json_end_array(struct output *out);
void json_key(struct output *out, const char *key);
void json_unsigned(struct output *out, uint64_t value);
void json_signed(struct output *out, int64_t value);
void json_boolean(struct output *out, bool value);
void json_string(struct output *out, const char *text);

/* "key": value in one call. */
void json_unsigned_at(struct output *out, const char *key, uint64_t value);
void json_string_at(struct output *out, const char *key, const char *text);

/* A page's node as in results/schema/primitives.ts `pageNode`: a number, or "absent", "zero", "unknown". */
void json_page_node(struct output *out, int node);

/* When one thread finished its part of a pass. */
struct pass_end {
	unsigned thread;
	uint64_t operations;
	uint64_t end_ns;
};

/* Line `sample` (results/schema/times.ts `timedSample`). Not in count mode. */
void output_sample(struct output *out, const char *measure, uint64_t index, bool warmup, uint64_t begin_ns,
		   size_t count, const struct pass_end ends[]);

/* Line `histogram`; an empty histogram prints nothing. Not in count mode. */
void output_histogram(struct output *out, const char *measure, const struct histogram *histogram);

/* Line `harness-cost`; `what` is "clock-read" or "empty-operation". Not in count mode. */
void output_harness_cost(struct output *out, const char *what, uint64_t index, uint64_t repetitions,
			 uint64_t duration_ns);

/* Line `memory`. */
void output_checkpoint(struct output *out, const struct checkpoint *checkpoint);

/* Line `events`. */
void output_events(struct output *out, const struct kernel_events *events);

#endif

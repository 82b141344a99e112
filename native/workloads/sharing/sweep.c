/* Which neighbours share a cache line, for one request size after the other. */
#include <string.h>
#include "census/parts.h"
#include "harness/fail.h"
#include "harness/reserve.h"
#include "sharing.h"

/* Blocks begin at multiples of 8 at least, so that a near pair is one of 8 begins and 8 distances. */
enum { LINE_BYTES = 64, ROWS_PER_SIZE = 64, SIZES_PER_LINE = 64 };

/* Pairs of which the lower block begins at the same place of a line, and the upper one as far away. */
struct sweep_row {
	uint32_t begin;
	uint32_t distance;
	uint32_t pairs;
	uint32_t sharing;
	uint32_t header_sharing;
};

struct sweep_size {
	uint32_t far_pairs;
	uint32_t row_count;
	struct sweep_row rows[ROWS_PER_SIZE];
};

struct sweep {
	struct sweep_size *sizes;
	/* Where the blocks of one size lie, sorted. */
	struct census_object *objects;
	struct census_object *spare;
	size_t *digits;
};

static const char *parse_size(const char *text, uint32_t *size)
{
	uint32_t n = 0;
	if (*text < '1' || *text > '9')
		return NULL;
	for (; *text >= '0' && *text <= '9'; text++)
		if ((n = n * 10 + (uint32_t)(*text - '0')) > SWEEP_LIMIT)
			return NULL;
	*size = n;
	return text;
}

bool sweep_parse(const char *text, uint32_t *first, uint32_t *last)
{
	*first = *last = 0;
	if (!strcmp(text, "off"))
		return true;
	text = parse_size(text, first);
	if (!text || *text++ != '-')
		return false;
	text = parse_size(text, last);
	return text && !*text && *first <= *last;
}

struct sweep *sweep_reserve(const struct sharing *sharing, unsigned threads)
{
	struct sweep *sweep = reserve(sizeof *sweep);
	size_t objects = (size_t)sharing->objects * threads;
	sweep->sizes = reserve((sharing->sweep_last - sharing->sweep_first + 1) * sizeof *sweep->sizes);
	sweep->objects = reserve(objects * sizeof *sweep->objects);
	sweep->spare = reserve(objects * sizeof *sweep->spare);
	sweep->digits = reserve(((size_t)1 << CENSUS_DIGIT_BITS) * sizeof *sweep->digits);
	return sweep;
}

static struct sweep_row *row_of(struct sweep_size *size, uint32_t begin, uint32_t distance)
{
	for (uint32_t i = 0; i < size->row_count; i++)
		if (size->rows[i].begin == begin && size->rows[i].distance == distance)
			return &size->rows[i];
	if (size->row_count == ROWS_PER_SIZE)
		fail("neighbours lie in more than %d different ways: this allocator aligns blocks to less than 8 bytes",
		     ROWS_PER_SIZE);
	struct sweep_row *row = &size->rows[size->row_count++];
	*row = (struct sweep_row){.begin = begin, .distance = distance};
	return row;
}

static void count_pair(struct sweep_size *size, const struct census_object *lower, const struct census_object *upper)
{
	uintptr_t distance = upper->address - lower->address;
	uintptr_t last_line = (lower->address + lower->bytes - 1) / LINE_BYTES;
	if (distance >= (uint64_t)lower->bytes + LINE_BYTES - 1) {
		size->far_pairs++;
		return;
	}
	struct sweep_row *row = row_of(size, lower->address % LINE_BYTES, (uint32_t)distance);
	row->pairs++;
	row->sharing += upper->address / LINE_BYTES == last_line;
	row->header_sharing += (upper->address - 1) / LINE_BYTES == last_line;
}

static void count_size(const struct worker *worker, uint32_t bytes)
{
	const struct sharing *sharing = worker->crew->shared;
	struct sweep *sweep = sharing->sweep;
	struct sweep_size *size = &sweep->sizes[bytes - sharing->sweep_first];
	size_t count = 0;
	for (unsigned i = 0; i < worker->run->thread_count; i++) {
		const struct sharer *sharer = crew_worker(worker->crew, i)->state;
		for (uint32_t k = 0; k < sharing->objects; k++)
			sweep->objects[count++] = (struct census_object){
				.address = (uintptr_t)sharer->blocks[k].block,
				.bytes = bytes,
			};
	}
	census_sort(count, sweep->objects, sweep->spare, sweep->digits);
	for (size_t i = 0; i + 1 < count; i++)
		count_pair(size, &sweep->objects[i], &sweep->objects[i + 1]);
}

void sweep_run(struct worker *worker)
{
	const struct sharing *sharing = worker->crew->shared;
	for (uint32_t bytes = sharing->sweep_first; bytes <= sharing->sweep_last; bytes++) {
		sharing_fill(worker, sharing->objects, bytes);
		worker_barrier(worker);
		if (worker_is_first(worker) && !worker_is_warmup(worker))
			count_size(worker, bytes);
		worker_barrier(worker);
		sharing_empty(worker);
	}
}

static void output_row(struct output *out, const struct sweep_row *row)
{
	json_begin_array(out);
	json_unsigned(out, row->begin);
	json_unsigned(out, row->distance);
	json_unsigned(out, row->pairs);
	json_unsigned(out, row->sharing);
	json_unsigned(out, row->header_sharing);
	json_end_array(out);
}

static void output_size(struct output *out, const struct sweep_size *size, uint32_t bytes)
{
	json_begin_object(out);
	json_unsigned_at(out, "sizeBytes", bytes);
	json_unsigned_at(out, "farPairs", size->far_pairs);
	json_key(out, "near");
	json_begin_array(out);
	for (uint32_t i = 0; i < size->row_count; i++)
		output_row(out, &size->rows[i]);
	json_end_array(out);
	json_end_object(out);
}

static void output_sizes(struct output *out, const struct sharing *sharing, uint32_t from, uint32_t to)
{
	json_begin_line(out, "line-sharing");
	json_unsigned_at(out, "lineBytes", LINE_BYTES);
	json_unsigned_at(out, "alignBytes", sharing->align);
	json_key(out, "sizes");
	json_begin_array(out);
	for (uint32_t bytes = from; bytes <= to; bytes++)
		output_size(out, &sharing->sweep->sizes[bytes - sharing->sweep_first], bytes);
	json_end_array(out);
	json_end_line(out);
}

void sweep_output(struct output *out, const struct sharing *sharing)
{
	for (uint32_t from = sharing->sweep_first; from <= sharing->sweep_last; from += SIZES_PER_LINE) {
		uint32_t to = from + SIZES_PER_LINE - 1;
		output_sizes(out, sharing, from, to < sharing->sweep_last ? to : sharing->sweep_last);
	}
}

/* Whom objects lie beside: arithmetic with addresses, the same on every machine. */
#include <stdbool.h>
#include "parts.h"

static uint64_t distance(const struct census_object *object)
{
	return object[1].address - object[0].address;
}

/* The only distance that more than half of the pairs can have: Boyer and Moore's majority vote. */
static uint64_t vote(size_t count, const struct census_object objects[])
{
	uint64_t candidate = 0;
	size_t votes = 0;
	for (size_t i = 0; i + 1 < count; i++) {
		if (!votes)
			candidate = distance(&objects[i]);
		if (candidate == distance(&objects[i]))
			votes++;
		else
			votes--;
	}
	return candidate;
}

/* Kept only as long as every census_finish finds the same one. */
static void count_stride(struct census_neighbours *neighbours, size_t count, const struct census_object objects[])
{
	uint64_t stride = vote(count, objects);
	uint64_t pairs = 0;
	for (size_t i = 0; i + 1 < count; i++)
		pairs += distance(&objects[i]) == stride;
	bool is_first = !neighbours->pairs;
	if (2 * pairs <= count - 1 || (!is_first && neighbours->stride_bytes != stride)) {
		neighbours->stride_bytes = neighbours->stride_pairs = 0;
		return;
	}
	neighbours->stride_bytes = stride;
	neighbours->stride_pairs += pairs;
}

void census_count_neighbours(struct census *census)
{
	const struct census_object *objects = census->pending;
	size_t count = census->pending_count;
	uint64_t remote_pairs = 0;
	if (!count)
		return;
	for (size_t i = 0; i + 1 < count; i++)
		remote_pairs += objects[i].owner != objects[i + 1].owner;
	count_stride(&census->neighbours, count, objects);
	census->neighbours.pairs += count - 1;
	census->neighbours.remote_pairs += remote_pairs;
	census->runs += remote_pairs + 1;
}

static uintptr_t first_unit(const struct census_object *object, size_t unit_bytes)
{
	return object->address / unit_bytes;
}

static uintptr_t last_unit(const struct census_object *object, size_t unit_bytes)
{
	return (object->address + object->bytes - 1) / unit_bytes;
}

static uint64_t bytes_in(const struct census_object *object, uintptr_t unit, size_t unit_bytes)
{
	uintptr_t start = unit * unit_bytes, end = start + unit_bytes;
	uintptr_t object_end = object->address + object->bytes;
	uintptr_t from = object->address > start ? object->address : start;
	uintptr_t to = object_end < end ? object_end : end;
	return to - from;
}

static void add_sharer(struct census_sharing *sharing, struct census_object *object, enum census_unit unit,
		       uint64_t bytes)
{
	uint16_t bit = (uint16_t)(1u << unit);
	sharing->bytes += bytes;
	if (object->shares & bit)
		return;
	object->shares |= bit;
	sharing->objects++;
	sharing->object_bytes += object->bytes;
}

/* Members are all objects of one unit, in order. */
static void count_unit(struct census_sharing *sharing, enum census_unit unit, size_t unit_bytes,
		       struct census_object members[], size_t count)
{
	uintptr_t number = last_unit(&members[0], unit_bytes);
	bool is_mixed = false;
	for (size_t i = 1; i < count; i++) {
		is_mixed = is_mixed || members[i].owner != members[0].owner;
		sharing->following_bytes += bytes_in(&members[i], number, unit_bytes);
	}
	for (size_t i = 0; is_mixed && i < count; i++)
		add_sharer(sharing, &members[i], unit, bytes_in(&members[i], number, unit_bytes));
}

/*
 * Two objects meet in a unit only where the lower one ends, so that only these units are looked at: its members are
 * that object and those that begin there. The last of them may reach on and meet others where it ends.
 */
static void count_units(struct census *census, enum census_unit unit)
{
	size_t unit_bytes = census_unit_bytes(unit);
	struct census_object *objects = census->pending;
	for (size_t i = 0; i < census->pending_count;) {
		uintptr_t number = last_unit(&objects[i], unit_bytes);
		size_t next = i + 1;
		while (next < census->pending_count && first_unit(&objects[next], unit_bytes) == number)
			next++;
		count_unit(&census->sharing[unit], unit, unit_bytes, &objects[i], next - i);
		bool reaches_on = next - i > 1 && last_unit(&objects[next - 1], unit_bytes) > number;
		i = reaches_on ? next - 1 : next;
	}
}

void census_count_sharing(struct census *census)
{
	for (int unit = 0; unit < CENSUS_UNITS; unit++)
		count_units(census, (enum census_unit)unit);
}

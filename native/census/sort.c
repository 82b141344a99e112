#include <stdbool.h>
#include <string.h>
#include "parts.h"

enum { DIGITS = 1 << CENSUS_DIGIT_BITS };

static size_t digit_of(const struct census_object *object, unsigned shift)
{
	return object->address >> shift & (DIGITS - 1);
}

/* Bits in which the addresses differ from each other. */
static uintptr_t varying_bits(size_t count, const struct census_object objects[])
{
	uintptr_t varying = 0;
	for (size_t i = 1; i < count; i++)
		varying |= objects[i].address ^ objects[0].address;
	return varying;
}

static void sort_by_digit(size_t count, const struct census_object from[], struct census_object to[], size_t digits[],
			  unsigned shift)
{
	memset(digits, 0, DIGITS * sizeof *digits);
	for (size_t i = 0; i < count; i++)
		digits[digit_of(&from[i], shift)]++;
	size_t start = 0;
	for (size_t digit = 0; digit < DIGITS; digit++) {
		size_t here = digits[digit];
		digits[digit] = start;
		start += here;
	}
	for (size_t i = 0; i < count; i++)
		to[digits[digit_of(&from[i], shift)]++] = from[i];
}

/* Radix sort, where qsort may allocate: a million objects in a tenth of a second. */
void census_sort(size_t count, struct census_object objects[], struct census_object spare[], size_t digits[])
{
	uintptr_t varying = varying_bits(count, objects);
	struct census_object *from = objects, *to = spare;
	for (unsigned shift = 0; shift < 8 * sizeof varying; shift += CENSUS_DIGIT_BITS) {
		if (!(varying >> shift & (DIGITS - 1)))
			continue;
		sort_by_digit(count, from, to, digits, shift);
		struct census_object *sorted = to;
		to = from;
		from = sorted;
	}
	if (from != objects)
		memcpy(objects, from, count * sizeof *objects);
}

#include "descriptors.h"

#include <stdint.h>
#include <string.h>
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/reserve.h"

struct descriptors *descriptors_reserve(unsigned capacity)
{
	struct descriptors *descriptors = reserve(sizeof *descriptors);
	descriptors->capacity = capacity;
	descriptors->starts = reserve(capacity * sizeof *descriptors->starts);
	descriptors->copies = reserve(capacity * sizeof *descriptors->copies);
	return descriptors;
}

void descriptors_add(struct descriptors *descriptors, pthread_t thread)
{
	if (descriptors->count == descriptors->capacity)
		fail("bug: more than %u descriptors", descriptors->capacity);
	descriptors->starts[descriptors->count++] = (const unsigned char *)(uintptr_t)thread;
}

static size_t readable(const unsigned char *start)
{
	size_t page = linux_page_size();
	size_t left = page - ((uintptr_t)start & (page - 1));
	return left < DESCRIPTOR_BYTES ? left : DESCRIPTOR_BYTES;
}

void descriptors_remember(struct descriptors *descriptors)
{
	for (unsigned i = 0; i < descriptors->count; i++)
		memcpy(descriptors->copies[i], descriptors->starts[i], readable(descriptors->starts[i]));
}

bool descriptor_changed(const struct descriptors *descriptors, unsigned index)
{
	const unsigned char *start = descriptors->starts[index];
	return memcmp(descriptors->copies[index], start, readable(start)) != 0;
}

#include "content.h"

#include <stdlib.h>
#include "harness/random.h"
#include "violation.h"

/* Words, because a guest is emulated; through a copy of 8 bytes, because a wrong allocator may give any address. */
static uint64_t word_at(uint64_t mixed, size_t index)
{
	/* An odd factor: every word of a block differs from the others. */
	return mixed + index * 0x9e3779b97f4a7c15u;
}

static unsigned char byte_at(uint64_t mixed, size_t offset)
{
	return (unsigned char)(word_at(mixed, offset / 8) >> offset % 8 * 8);
}

void content_write(void *block, size_t bytes, uint64_t seed)
{
	uint64_t mixed = random_mix(seed);
	unsigned char *to = block;
	size_t i = 0;
	for (; i + 8 <= bytes; i += 8) {
		uint64_t word = word_at(mixed, i / 8);
		__builtin_memcpy(to + i, &word, 8);
	}
	for (; i < bytes; i++)
		to[i] = byte_at(mixed, i);
}

size_t content_differs(const void *block, size_t bytes, uint64_t seed)
{
	uint64_t mixed = random_mix(seed);
	const unsigned char *from = block;
	size_t i = 0;
	for (; i + 8 <= bytes; i += 8) {
		uint64_t word;
		__builtin_memcpy(&word, from + i, 8);
		if (word != word_at(mixed, i / 8))
			break;
	}
	while (i < bytes && from[i] == byte_at(mixed, i))
		i++;
	return i;
}

void content_require(const void *block, size_t bytes, uint64_t seed, const char *what)
{
	size_t offset = content_differs(block, bytes, seed);
	if (offset < bytes)
		violation("%s of %zu bytes does not hold what was written to it, from byte %zu on", what, bytes, offset);
}

size_t content_not_zero(const void *block, size_t bytes)
{
	const unsigned char *from = block;
	size_t i = 0;
	for (; i + 8 <= bytes; i += 8) {
		uint64_t word;
		__builtin_memcpy(&word, from + i, 8);
		if (word)
			break;
	}
	while (i < bytes && !from[i])
		i++;
	return i;
}

void *require_block(void *block, const char *function, size_t bytes)
{
	if (!block)
		violation("%s gave NULL for %zu bytes", function, bytes);
	return block;
}

void *make_block(size_t bytes, uint64_t seed)
{
	void *block = require_block(malloc(bytes), "malloc", bytes);
	content_write(block, bytes, seed);
	return block;
}

void drop_block(void *block, size_t bytes, uint64_t seed)
{
	content_require(block, bytes, seed, "a block of malloc");
	free(block);
}

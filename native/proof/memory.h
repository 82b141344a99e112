/*
 * The mappings of this process, read from /proc/self/maps without malloc: where a block lies, and what may be read
 * there without a fault.
 */
#ifndef NUMA_LAB_PROOF_MEMORY_H
#define NUMA_LAB_PROOF_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MEMORY_MAPPINGS = 2048 };

struct mapping {
	uintptr_t start;
	uintptr_t end;
	bool readable;
	bool writable;
	/* Private and of no file; the brk heap is. */
	bool is_anonymous;
	bool is_brk_heap;
};

struct memory {
	size_t count;
	struct mapping mappings[MEMORY_MAPPINGS];
};

/* Ends the program with exit 77 without /proc. */
void memory_read(struct memory *memory);

typedef bool mapping_test(const struct mapping *mapping);

bool mapping_is_readable(const struct mapping *mapping);
bool mapping_is_writable(const struct mapping *mapping);
bool mapping_is_anonymous(const struct mapping *mapping);
bool mapping_is_brk_heap(const struct mapping *mapping);

/* How many of the bytes lie in mappings that pass the test. */
size_t memory_bytes_in(const struct memory *memory, const void *start, size_t bytes, mapping_test *test);

/* Can all of the bytes be read? */
bool memory_can_read(const struct memory *memory, const void *start, size_t bytes);

#endif

/* The few things a test needs: a failing check says where and ends the program. */
#ifndef NUMA_LAB_VM_CHECK_H
#define NUMA_LAB_VM_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
			exit(1); \
		} \
	} while (0)

/* A number below `bound` from a seeded sequence (xorshift64, Marsaglia 2003). */
static inline uint32_t draw(uint64_t *state, uint32_t bound)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)((*state >> 32) * bound >> 32);
}

#endif

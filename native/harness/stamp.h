/*
 * Stamps: a block is filled with one byte value when it is written and must hold nothing else when it is read. A
 * block that two owners were given, that was freed too early or that a ring mixed up with another shows itself
 * by a wrong byte.
 */
#ifndef NUMA_LAB_STAMP_H
#define NUMA_LAB_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "touch.h"

/* The stamp of the n-th block of a series; neighbours differ. */
static inline unsigned char stamp_of(uint64_t base, uint64_t n)
{
	return (unsigned char)(base + 37 * n);
}

/* Write all bytes of the block. */
static inline __attribute__((always_inline)) void stamp_fill(void *block, size_t bytes, unsigned char stamp)
{
	touch_fill(block, bytes, stamp);
}

/* Read all bytes of the block; true when each is the stamp. */
static inline __attribute__((always_inline)) bool stamp_holds(const void *block, size_t bytes, unsigned char stamp)
{
	const unsigned char *byte = block;
	uint64_t word = stamp * 0x0101010101010101u;
	uint64_t differs = 0;
	size_t i = 0;
	for (; i + 8 <= bytes; i += 8)
		differs |= *(const volatile uint64_t *)(const void *)(byte + i) ^ word;
	for (; i < bytes; i++)
		differs |= *(const volatile unsigned char *)(byte + i) ^ stamp;
	return !differs;
}

#endif

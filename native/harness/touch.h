/*
 * Payload access and think time of the timed loops: our own instructions, inlined, the same in every target. The build
 * forbids the compiler to turn these loops into calls of libc's memset or memcpy.
 */
#ifndef NUMA_LAB_TOUCH_H
#define NUMA_LAB_TOUCH_H

#include <stddef.h>
#include <stdint.h>

enum touch { TOUCH_NONE, TOUCH_FIRST_BYTE, TOUCH_ALL };

/* The compiler must assume that memory was read and written here; costs no instruction. */
#define TOUCH_OPAQUE(pointer) __asm__ volatile("" : "+r"(pointer) : : "memory")

static inline __attribute__((always_inline)) void touch_fill(unsigned char *block, size_t bytes, unsigned char stamp)
{
	uint64_t word = stamp * 0x0101010101010101u;
	size_t i = 0;
	for (; i + 8 <= bytes; i += 8)
		*(volatile uint64_t *)(void *)(block + i) = word;
	for (; i < bytes; i++)
		*(volatile unsigned char *)(block + i) = stamp;
}

/* Think time is counted in iterations of this loop, not in nanoseconds: a guest has no clock worth reading. */
static inline __attribute__((always_inline)) void touch_think(uint64_t iterations)
{
	for (uint64_t i = 0; i < iterations; i++)
		__asm__ volatile("" : : : "memory");
}

#endif

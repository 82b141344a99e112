/*
 * Size distributions of allocation requests, in integer arithmetic, so that every target draws the same sizes.
 *   fixed:N         always N bytes
 *   uniform:A-B     each size from A to B alike
 *   loguniform:A-B  each doubling from A to B alike
 *   mix:small       density falling with the inverse square of the size, 4 to 32,768 bytes; see sizes.c for its source
 */
#ifndef NUMA_LAB_SIZES_H
#define NUMA_LAB_SIZES_H

#include <stdbool.h>
#include <stdint.h>
#include "random.h"

enum { SIZE_LIMIT = 1 << 28, SIZE_FRACTION_BITS = 16 };

#define SIZES_PATTERN "^(fixed:[1-9][0-9]{0,8}|(uniform|loguniform):[1-9][0-9]{0,8}-[1-9][0-9]{0,8}|mix:small)$"
#define SIZES_HELP \
	"request sizes: fixed:N, uniform:A-B, loguniform:A-B, or mix:small, the inverse-square law from 4 to 32768 bytes " \
	"of glibc's benchtests/bench-malloc-thread.c"

enum size_shape { SIZE_FIXED, SIZE_UNIFORM, SIZE_LOGUNIFORM, SIZE_INVERSE_SQUARE };

struct sizes {
	enum size_shape shape;
	uint32_t low;
	uint32_t high;
	/* Of a log-uniform shape: logarithms of low and of high + 1, with 16 fraction bits. */
	uint64_t log_low;
	uint64_t log_high;
	/* 2^(1/2), 2^(1/4), … with 30 fraction bits. */
	uint64_t roots[SIZE_FRACTION_BITS];
};

/* False when the text is not one of the forms above, or a bound is 0, above 256 MiB or in the wrong order. */
bool sizes_parse(struct sizes *sizes, const char *text);

/* The same as a check of a text parameter (struct parameter). */
bool sizes_accept(const char *text);

/* Draw one size. Not for the timed loop: fill tables with it. */
uint32_t sizes_draw(const struct sizes *sizes, struct random *random);

#endif

/*
 * Log-linear histogram of latencies in nanoseconds. Value v falls into bucket v when v < 2^p, else into
 * (e - p + 1) * 2^p + (v >> (e - p)) - 2^p with e = floor(log2 v): at most 2^-p relative error.
 * About 15 KiB: reserve it, do not put it on a stack.
 */
#ifndef NUMA_LAB_HISTOGRAM_H
#define NUMA_LAB_HISTOGRAM_H

#include <stdint.h>

enum {
	HISTOGRAM_PRECISION_BITS = 5,
	HISTOGRAM_BUCKETS = (64 - HISTOGRAM_PRECISION_BITS + 1) << HISTOGRAM_PRECISION_BITS,
};

struct histogram {
	uint64_t count;
	uint64_t min_ns;
	uint64_t max_ns;
	uint64_t sum_ns;
	uint64_t buckets[HISTOGRAM_BUCKETS];
};

static inline unsigned histogram_bucket(uint64_t v)
{
	if (v < 1u << HISTOGRAM_PRECISION_BITS)
		return (unsigned)v;
	unsigned e = 63u - (unsigned)__builtin_clzll(v);
	unsigned shift = e - HISTOGRAM_PRECISION_BITS;
	return (shift << HISTOGRAM_PRECISION_BITS) + (unsigned)(v >> shift);
}

/* A zeroed histogram is an empty one. */
static inline void histogram_add(struct histogram *h, uint64_t duration_ns)
{
	if (!h->count || duration_ns < h->min_ns)
		h->min_ns = duration_ns;
	if (duration_ns > h->max_ns)
		h->max_ns = duration_ns;
	h->count++;
	h->sum_ns += duration_ns;
	h->buckets[histogram_bucket(duration_ns)]++;
}

/* Add all of `from` to `to`. */
void histogram_merge(struct histogram *to, const struct histogram *from);

#endif

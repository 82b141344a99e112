/*
 * Random numbers, the same in every target: rand() differs between libcs. The generator is xoshiro256**, seeded through
 * splitmix64 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021).
 */
#ifndef NUMA_LAB_RANDOM_H
#define NUMA_LAB_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t s[4];
};

/* One step of splitmix64: also a good way to mix two numbers into a third. */
static inline uint64_t random_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

/* Streams of one seed are independent of each other: use the thread's index, or a constant per purpose above 1000. */
static inline void random_seed(struct random *r, uint64_t seed, uint64_t stream)
{
	uint64_t x = random_mix(seed) ^ random_mix(~stream);
	for (int i = 0; i < 4; i++)
		r->s[i] = x = random_mix(x);
}

static inline uint64_t random_rotate(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

static inline uint64_t random_next(struct random *r)
{
	uint64_t result = random_rotate(r->s[1] * 5, 7) * 9;
	uint64_t t = r->s[1] << 17;
	r->s[2] ^= r->s[0];
	r->s[3] ^= r->s[1];
	r->s[1] ^= r->s[2];
	r->s[0] ^= r->s[3];
	r->s[2] ^= t;
	r->s[3] = random_rotate(r->s[3], 45);
	return result;
}

/*
 * Uniform in [0, limit), limit > 0, without bias: multiply and reject (Lemire, "Fast random integer generation in an
 * interval", 2019), on 32 bits so that no 128-bit arithmetic is needed.
 */
static inline uint32_t random_below(struct random *r, uint32_t limit)
{
	uint64_t m = (random_next(r) >> 32) * limit;
	if ((uint32_t)m < limit) {
		uint32_t floor = -limit % limit;
		while ((uint32_t)m < floor)
			m = (random_next(r) >> 32) * limit;
	}
	return m >> 32;
}

#endif

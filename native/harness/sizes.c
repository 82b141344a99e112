/*
 * The mix of small objects has the distribution of glibc's own malloc benchmark (benchtests/bench-malloc-
 * thread.c): density proportional to size^-2 between 4 and 32,768 bytes. It is a synthetic mix that allocator
 * authors use, not a trace of a program: half of the requests are below 8 bytes, 1.6 % above 256, and each
 * doubling of size holds about the same number of bytes. Its inverse is rational, so it needs no floating point:
 * with u uniform in [0, 1), size = A*B / (B - u*(B - A)).
 *
 * The log-uniform distribution needs powers of two with a fraction. They are computed with integers from
 * repeated square roots of two, because pow() differs between libcs in the last bit.
 */
#include "sizes.h"

#include <stddef.h>
#include <string.h>

enum { MIX_LOW = 4, MIX_HIGH = 32768, POWER_BITS = 30 };

static uint64_t square_root(uint64_t x)
{
	uint64_t root = 0;
	for (uint64_t bit = 1ull << 31; bit; bit >>= 1)
		if ((root | bit) * (root | bit) <= x)
			root |= bit;
	return root;
}

static void fill_roots(struct sizes *sizes)
{
	uint64_t root = 2ull << POWER_BITS;
	for (int i = 0; i < SIZE_FRACTION_BITS; i++)
		sizes->roots[i] = root = square_root(root << POWER_BITS);
}

/* 2^x for x >= 0 with 16 fraction bits, below 2^29; the result has 30 fraction bits. */
static uint64_t power_of_two(const struct sizes *sizes, uint64_t x)
{
	uint64_t result = 1ull << POWER_BITS;
	for (int i = 0; i < SIZE_FRACTION_BITS; i++)
		if (x >> (SIZE_FRACTION_BITS - 1 - i) & 1)
			result = result * sizes->roots[i] >> POWER_BITS;
	return result << (x >> SIZE_FRACTION_BITS);
}

/* The largest x with 2^x <= n, in 16 fraction bits. */
static uint64_t logarithm(const struct sizes *sizes, uint32_t n)
{
	uint64_t x = 0;
	for (int bit = SIZE_FRACTION_BITS + 4; bit >= 0; bit--)
		if (power_of_two(sizes, x | 1ull << bit) <= (uint64_t)n << POWER_BITS)
			x |= 1ull << bit;
	return x;
}

/* A decimal number from 1 to SIZE_LIMIT, without a leading zero; NULL when there is none. */
static const char *parse_size(const char *text, uint32_t *size)
{
	uint32_t n = 0;
	if (*text < '1' || *text > '9')
		return NULL;
	for (; *text >= '0' && *text <= '9'; text++) {
		n = n * 10 + (uint32_t)(*text - '0');
		if (n > SIZE_LIMIT)
			return NULL;
	}
	*size = n;
	return text;
}

static bool parse_range(struct sizes *sizes, const char *text)
{
	text = parse_size(text, &sizes->low);
	if (!text || *text++ != '-')
		return false;
	text = parse_size(text, &sizes->high);
	return text && !*text && sizes->low <= sizes->high;
}

static bool parse_shape(struct sizes *sizes, const char *text)
{
	if (!strncmp(text, "fixed:", 6)) {
		sizes->shape = SIZE_FIXED;
		text = parse_size(text + 6, &sizes->low);
		sizes->high = sizes->low;
		return text && !*text;
	}
	if (!strncmp(text, "uniform:", 8)) {
		sizes->shape = SIZE_UNIFORM;
		return parse_range(sizes, text + 8);
	}
	if (!strncmp(text, "loguniform:", 11)) {
		sizes->shape = SIZE_LOGUNIFORM;
		return parse_range(sizes, text + 11);
	}
	sizes->shape = SIZE_INVERSE_SQUARE;
	sizes->low = MIX_LOW;
	sizes->high = MIX_HIGH;
	return !strcmp(text, "mix:small");
}

bool sizes_parse(struct sizes *sizes, const char *text)
{
	*sizes = (struct sizes){0};
	if (!parse_shape(sizes, text))
		return false;
	fill_roots(sizes);
	sizes->log_low = logarithm(sizes, sizes->low);
	sizes->log_high = logarithm(sizes, sizes->high + 1);
	return true;
}

bool sizes_accept(const char *text)
{
	struct sizes sizes;
	return sizes_parse(&sizes, text);
}

static uint32_t draw_loguniform(const struct sizes *sizes, struct random *random)
{
	uint32_t span = (uint32_t)(sizes->log_high - sizes->log_low);
	uint64_t size = power_of_two(sizes, sizes->log_low + random_below(random, span ? span : 1)) >> POWER_BITS;
	if (size < sizes->low)
		return sizes->low;
	return size > sizes->high ? sizes->high : (uint32_t)size;
}

uint32_t sizes_draw(const struct sizes *sizes, struct random *random)
{
	uint64_t u;
	switch (sizes->shape) {
	case SIZE_FIXED:
		return sizes->low;
	case SIZE_UNIFORM:
		return sizes->low + random_below(random, sizes->high - sizes->low + 1);
	case SIZE_LOGUNIFORM:
		return draw_loguniform(sizes, random);
	case SIZE_INVERSE_SQUARE:
		break;
	}
	u = random_next(random) >> 32;
	return (uint32_t)(((uint64_t)MIX_LOW * MIX_HIGH << 32) / (((uint64_t)MIX_HIGH << 32) - u * (MIX_HIGH - MIX_LOW)));
}

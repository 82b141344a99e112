#include "harness/sizes.h"
#include "test.h"

enum { DRAWS = 200000 };

static double share_in(const char *text, uint32_t from, uint32_t to)
{
	struct sizes sizes;
	struct random random;
	unsigned hits = 0;
	CHECK(sizes_parse(&sizes, text));
	random_seed(&random, 1, 0);
	for (int i = 0; i < DRAWS; i++) {
		uint32_t size = sizes_draw(&sizes, &random);
		CHECK(size >= sizes.low && size <= sizes.high);
		hits += size >= from && size <= to;
	}
	return (double)hits / DRAWS;
}

static void check_near(double share, double expected)
{
	/* 0.006 is more than five standard deviations of any share of 200,000 draws. */
	CHECK(share > expected - 0.006 && share < expected + 0.006);
}

static void accepts_the_documented_forms(void)
{
	static const char *const good[] = {"fixed:1", "fixed:268435456", "uniform:16-1024", "uniform:5-5",
					   "loguniform:1-268435456", "mix:small"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CHECK(sizes_accept(good[i]));
}

static void refuses_everything_else(void)
{
	static const char *const bad[] = {"",		 "fixed",	   "fixed:",	     "fixed:0",	       "fixed:-1",
					  "fixed:08",	 "fixed:8x",	   "fixed:268435457", "fixed:99999999999", "uniform:16",
					  "uniform:9-8", "uniform:1-2-3", "loguniform:0-9",  "mix:large",      "mix:small ",
					  " fixed:8",	 "FIXED:8"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(!sizes_accept(bad[i]));
}

static void draws_a_fixed_size(void)
{
	check_near(share_in("fixed:64", 64, 64), 1);
}

static void draws_uniform_sizes_alike(void)
{
	check_near(share_in("uniform:1-4", 1, 1), 0.25);
	check_near(share_in("uniform:1-4", 4, 4), 0.25);
	check_near(share_in("uniform:1000-1999", 1000, 1499), 0.5);
}

static void draws_every_doubling_alike_when_log_uniform(void)
{
	/* Sizes n have the mass log2((n + 1) / n) of the log2(4097 / 16) = 8.000352 in all. */
	for (uint32_t low = 16; low < 4096; low *= 2)
		check_near(share_in("loguniform:16-4096", low, 2 * low - 1), 1 / 8.000352);
	check_near(share_in("loguniform:1-3", 1, 1), 0.5);
	check_near(share_in("loguniform:1-3", 3, 3), 0.2075);
}

static void draws_the_small_mix_by_the_inverse_square(void)
{
	/* P(size < s) = (1/4 - 1/s) / (1/4 - 1/32768). */
	check_near(share_in("mix:small", 4, 7), 0.50006);
	check_near(share_in("mix:small", 4, 63), 0.93762);
	check_near(share_in("mix:small", 1024, 32768), 0.00378);
}

/* The same numbers must come out of every compiler and libc. */
static void draws_the_same_sizes_everywhere(void)
{
	static const char *const texts[] = {"uniform:1-100000", "loguniform:1-100000", "mix:small"};
	uint64_t digest = 0;
	for (int i = 0; i < 3; i++) {
		struct sizes sizes;
		struct random random;
		sizes_parse(&sizes, texts[i]);
		random_seed(&random, 42, 0);
		for (int k = 0; k < 1000; k++)
			digest = random_mix(digest ^ sizes_draw(&sizes, &random));
	}
	CHECK_EQUAL(digest, 0x711d4b2751170fbau);
}

static const struct test tests[] = {
	{"accepts the documented forms", accepts_the_documented_forms},
	{"refuses everything else", refuses_everything_else},
	{"draws a fixed size", draws_a_fixed_size},
	{"draws uniform sizes alike", draws_uniform_sizes_alike},
	{"draws every doubling alike when log-uniform", draws_every_doubling_alike_when_log_uniform},
	{"draws the small mix by the inverse square", draws_the_small_mix_by_the_inverse_square},
	{"draws the same sizes everywhere", draws_the_same_sizes_everywhere},
};

TEST_MAIN(tests)

#include "harness/random.h"
#include "test.h"

/* Published first outputs for the seed 1234567. */
static void gives_the_published_numbers_of_splitmix64(void)
{
	static const uint64_t expected[] = {6457827717110365317u, 3203168211198807973u, 9817491932198370423u,
					    4593380528125082431u, 16408922859458223821u};
	uint64_t state = 1234567;
	for (int i = 0; i < 5; i++, state += 0x9e3779b97f4a7c15u)
		CHECK_EQUAL(random_mix(state), expected[i]);
}

/* Published first outputs for the state {1, 2, 3, 4}. */
static void gives_the_published_numbers_of_xoshiro256(void)
{
	static const uint64_t expected[] = {11520u, 0u, 1509978240u, 1215971899390074240u, 1216172134540287360u};
	struct random random = {{1, 2, 3, 4}};
	for (int i = 0; i < 5; i++)
		CHECK_EQUAL(random_next(&random), expected[i]);
}

static void draws_every_value_below_a_limit_alike(void)
{
	enum { LIMIT = 10, DRAWS = 100000 };
	struct random random;
	unsigned counts[LIMIT] = {0};
	random_seed(&random, 7, 0);
	for (int i = 0; i < DRAWS; i++) {
		uint32_t value = random_below(&random, LIMIT);
		CHECK(value < LIMIT);
		counts[value % LIMIT]++;
	}
	/* Five standard deviations of a binomial with p = 1/10. */
	for (int i = 0; i < LIMIT; i++)
		CHECK(counts[i] > DRAWS / LIMIT - 475 && counts[i] < DRAWS / LIMIT + 475);
}

static void draws_only_zero_below_one(void)
{
	struct random random;
	random_seed(&random, 7, 0);
	for (int i = 0; i < 100; i++)
		CHECK_EQUAL(random_below(&random, 1), 0);
}

static void repeats_a_stream_and_differs_between_streams_and_seeds(void)
{
	struct random a, b, c, d;
	random_seed(&a, 7, 3);
	random_seed(&b, 7, 3);
	random_seed(&c, 7, 4);
	random_seed(&d, 8, 3);
	for (int i = 0; i < 100; i++) {
		uint64_t value = random_next(&a);
		CHECK_EQUAL(random_next(&b), value);
		CHECK(random_next(&c) != value);
		CHECK(random_next(&d) != value);
	}
}

static const struct test tests[] = {
	{"gives the published numbers of splitmix64", gives_the_published_numbers_of_splitmix64},
	{"gives the published numbers of xoshiro256**", gives_the_published_numbers_of_xoshiro256},
	{"draws every value below a limit alike", draws_every_value_below_a_limit_alike},
	{"draws only zero below one", draws_only_zero_below_one},
	{"repeats a stream, and differs between streams and seeds", repeats_a_stream_and_differs_between_streams_and_seeds},
};

TEST_MAIN(tests)

#include "harness/histogram.h"
#include "test.h"

/* The definition in results/schema/times.ts, computed the slow way. */
static unsigned bucket_by_definition(uint64_t v)
{
	const unsigned p = HISTOGRAM_PRECISION_BITS;
	unsigned e = 0;
	if (v < 1u << p)
		return (unsigned)v;
	while (v >> e > 1)
		e++;
	return (e - p + 1) * (1u << p) + (unsigned)(v >> (e - p)) - (1u << p);
}

static void puts_values_where_the_schema_says(void)
{
	for (uint64_t v = 0; v < 5000; v++)
		CHECK_EQUAL(histogram_bucket(v), bucket_by_definition(v));
	for (unsigned bit = 10; bit < 64; bit++)
		for (int64_t off = -2; off <= 2; off++)
			CHECK_EQUAL(histogram_bucket((1ull << bit) + (uint64_t)off),
				    bucket_by_definition((1ull << bit) + (uint64_t)off));
}

static void has_a_bucket_for_the_largest_value(void)
{
	CHECK_EQUAL(histogram_bucket(UINT64_MAX), HISTOGRAM_BUCKETS - 1);
}

static void never_steps_back_or_skips_a_bucket(void)
{
	for (uint64_t v = 1; v < 100000; v++)
		CHECK(histogram_bucket(v) - histogram_bucket(v - 1) <= 1);
}

static void keeps_count_sum_and_extremes(void)
{
	static struct histogram h;
	histogram_add(&h, 40);
	histogram_add(&h, 3);
	histogram_add(&h, 1000);
	CHECK_EQUAL(h.count, 3);
	CHECK_EQUAL(h.sum_ns, 1043);
	CHECK_EQUAL(h.min_ns, 3);
	CHECK_EQUAL(h.max_ns, 1000);
}

static void merges_to_what_one_histogram_would_hold(void)
{
	static struct histogram whole, a, b, empty;
	for (uint64_t v = 1; v < 3000; v += 7) {
		histogram_add(&whole, v);
		histogram_add(v % 2 ? &a : &b, v);
	}
	histogram_merge(&a, &b);
	histogram_merge(&a, &empty);
	CHECK(!memcmp(&whole, &a, sizeof a));
	histogram_merge(&empty, &whole);
	CHECK(!memcmp(&whole, &empty, sizeof empty));
}

static const struct test tests[] = {
	{"puts values where the schema says", puts_values_where_the_schema_says},
	{"has a bucket for the largest value", has_a_bucket_for_the_largest_value},
	{"never steps back or skips a bucket", never_steps_back_or_skips_a_bucket},
	{"keeps count, sum and extremes", keeps_count_sum_and_extremes},
	{"merges to what one histogram would hold", merges_to_what_one_histogram_would_hold},
};

TEST_MAIN(tests)

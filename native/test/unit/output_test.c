#include "harness/output.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "harness/pages.h"
#include "test.h"

static struct output out;

static void begin(void)
{
	output_open(&out, memfd_create("output", 0));
}

/* What was written, NUL-terminated; valid until the next call. */
static const char *written(void)
{
	static char text[1 << 20];
	output_flush(&out);
	ssize_t length = pread(out.fd, text, sizeof text - 1, 0);
	text[length < 0 ? 0 : length] = '\0';
	close(out.fd);
	return text;
}

static void puts_commas_between_and_nowhere_else(void)
{
	begin();
	json_begin_line(&out, "x");
	json_key(&out, "a");
	json_begin_array(&out);
	json_begin_array(&out);
	json_end_array(&out);
	json_unsigned(&out, 1);
	json_begin_object(&out);
	json_boolean((json_key(&out, "b"), &out), true);
	json_signed((json_key(&out, "c"), &out), -7);
	json_end_object(&out);
	json_end_array(&out);
	json_end_line(&out);
	json_begin_line(&out, "y");
	json_end_line(&out);
	CHECK_TEXT(written(), "{\"type\":\"x\",\"a\":[[],1,{\"b\":true,\"c\":-7}]}\n{\"type\":\"y\"}\n");
}

static void escapes_what_json_forbids_in_strings(void)
{
	begin();
	json_string(&out, "a\"b\\c\n\x1f");
	CHECK_TEXT(written(), "\"a\\\"b\\\\c\\u000a\\u001f\"");
}

static void writes_the_extremes_of_integers(void)
{
	begin();
	json_unsigned(&out, 0);
	json_unsigned(&out, UINT64_MAX);
	json_signed(&out, INT64_MIN);
	CHECK_TEXT(written(), "0,18446744073709551615,-9223372036854775808");
}

static void names_pages_without_a_node(void)
{
	begin();
	json_page_node(&out, 3);
	json_page_node(&out, PAGE_ABSENT);
	json_page_node(&out, PAGE_ZERO);
	json_page_node(&out, PAGE_UNKNOWN);
	CHECK_TEXT(written(), "3,\"absent\",\"zero\",\"unknown\"");
}

static void writes_more_than_its_buffer_holds(void)
{
	enum { NUMBERS = 50000 };
	begin();
	for (uint64_t i = 0; i < NUMBERS; i++)
		json_unsigned(&out, i);
	const char *text = written();
	for (uint64_t i = 0; i < NUMBERS; i++) {
		char *end;
		CHECK_EQUAL(strtoull(text, &end, 10), i);
		text = end + (*end == ',');
	}
	CHECK_TEXT(text, "");
}

static void prints_no_empty_histogram(void)
{
	static struct histogram h;
	begin();
	output_histogram(&out, "malloc", &h);
	CHECK_TEXT(written(), "");
}

static void prints_a_histogram_as_the_schema_says(void)
{
	static struct histogram h;
	begin();
	histogram_add(&h, 5);
	histogram_add(&h, 5);
	histogram_add(&h, 70);
	output_histogram(&out, "malloc", &h);
	CHECK_TEXT(written(), "{\"type\":\"histogram\",\"measure\":\"malloc\",\"precisionBits\":5,\"count\":3,\"minNs\":5,"
			      "\"maxNs\":70,\"sumNs\":80,\"buckets\":[[5,2],[67,1]]}\n");
}

static void sums_the_operations_of_a_sample(void)
{
	static const struct pass_end ends[] = {{0, 10, 150}, {1, 20, 170}};
	begin();
	output_sample(&out, "churn", 2, true, 100, 2, ends);
	CHECK_TEXT(written(), "{\"type\":\"sample\",\"measure\":\"churn\",\"index\":2,\"warmup\":true,\"operations\":30,"
			      "\"beginNs\":100,\"threads\":[{\"thread\":0,\"operations\":10,\"endNs\":150},"
			      "{\"thread\":1,\"operations\":20,\"endNs\":170}]}\n");
}

static const struct test tests[] = {
	{"puts commas between, and nowhere else", puts_commas_between_and_nowhere_else},
	{"escapes what JSON forbids in strings", escapes_what_json_forbids_in_strings},
	{"writes the extremes of integers", writes_the_extremes_of_integers},
	{"names pages without a node", names_pages_without_a_node},
	{"writes more than its buffer holds", writes_more_than_its_buffer_holds},
	{"prints no empty histogram", prints_no_empty_histogram},
	{"prints a histogram as the schema says", prints_a_histogram_as_the_schema_says},
	{"sums the operations of a sample", sums_the_operations_of_a_sample},
};

TEST_MAIN(tests)

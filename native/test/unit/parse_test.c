#include "program/arguments.h"
#include "workloads/table.h"
#include "test.h"

static void reads_whole_numbers_inside_their_bounds(void)
{
	uint64_t value = 5;
	CHECK(parse_unsigned("0", 0, 10, &value) && value == 0);
	CHECK(parse_unsigned("10", 0, 10, &value) && value == 10);
	CHECK(parse_unsigned("18446744073709551615", 0, UINT64_MAX, &value) && value == UINT64_MAX);
	int64_t number = 5;
	CHECK(parse_signed("-3", -3, 3, &number) && number == -3);
	CHECK(parse_signed("3", -3, 3, &number) && number == 3);
}

static void refuses_what_is_no_whole_number_or_out_of_bounds(void)
{
	static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "1.5", "0x10", "one", "11", "18446744073709551616",
					  "99999999999999999999999"};
	uint64_t value = 5;
	int64_t number = 5;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		CHECK(!parse_unsigned(bad[i], 0, 10, &value));
		CHECK(!parse_signed(bad[i], 0, 10, &number));
	}
	CHECK(!parse_signed("-", -9, 9, &number));
	CHECK(!parse_signed("--1", -9, 9, &number));
	CHECK_EQUAL(value, 5);
	CHECK_EQUAL(number, 5);
}

static void reads_threads_with_and_without_roles(void)
{
	static const char *const roles[] = {"producer", "consumer", NULL};
	static const struct workload workload = {.name = "fake", .roles = roles};
	static struct run run = {.workload = &workload};
	parse_threads(&run, "0:3,consumer=1:12,producer=1023:8191");
	CHECK_EQUAL(run.thread_count, 3);
	CHECK_EQUAL(run.threads[0].node, 0);
	CHECK_EQUAL(run.threads[0].cpu, 3);
	CHECK_TEXT(run.threads[0].role, "producer");
	CHECK_EQUAL(run.threads[1].node, 1);
	CHECK_EQUAL(run.threads[1].cpu, 12);
	CHECK_TEXT(run.threads[1].role, "consumer");
	CHECK_EQUAL(run.threads[1].role_index, 1);
	CHECK_EQUAL(run.threads[2].node, 1023);
	CHECK_EQUAL(run.threads[2].cpu, 8191);
}

/* A fallback that its own check refuses would be accepted silently, because only given values are checked. */
static void has_fallbacks_that_pass_their_own_checks(void)
{
	for (unsigned i = 0; workload_table[i]; i++) {
		const struct parameter *parameter = workload_table[i]->parameters;
		for (; parameter->name; parameter++) {
			int64_t number;
			bool known = parameter->type != PARAMETER_CHOICE;
			if (parameter->type == PARAMETER_INTEGER)
				CHECK(parse_signed(parameter->fallback, parameter->min, parameter->max, &number));
			if (parameter->type == PARAMETER_TEXT)
				CHECK(parameter->accept(parameter->fallback) && parameter->accept(parameter->example));
			for (unsigned k = 0; !known && parameter->choices[k]; k++)
				known = !strcmp(parameter->choices[k], parameter->fallback);
			CHECK(known);
		}
	}
}

static const struct test tests[] = {
	{"reads whole numbers inside their bounds", reads_whole_numbers_inside_their_bounds},
	{"refuses what is no whole number, or out of bounds", refuses_what_is_no_whole_number_or_out_of_bounds},
	{"reads threads with and without roles", reads_threads_with_and_without_roles},
	{"has fallbacks that pass their own checks", has_fallbacks_that_pass_their_own_checks},
};

TEST_MAIN(tests)

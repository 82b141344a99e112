/*
 * A test file holds functions, a table that names each with a sentence, and `TEST_MAIN(table)`. A failed check prints
 * where and what, and the file goes on with the next test; the program exits 1 when any check failed, and when a test made
 * no check at all. Each test prints a line that begins with `ok`, `not ok` or `skip`: scripts/test.sh counts them.
 */
#ifndef NUMA_LAB_TEST_H
#define NUMA_LAB_TEST_H

#include <stdio.h>
#include <string.h>

struct test {
	const char *sentence;
	void (*run)(void);
};

static int test_failures;
/* Of the test under way; checks may be made by several threads. */
static unsigned test_checks;
static const char *test_skipped;

#define TEST_CHECKED() __atomic_add_fetch(&test_checks, 1, __ATOMIC_RELAXED)

/* What a test needs is not there: return after it. */
#define SKIP(reason) (test_skipped = (reason))

#define CHECK(condition)                                                                       \
	do {                                                                                   \
		TEST_CHECKED();                                                                \
		if (!(condition)) {                                                            \
			test_failures++;                                                       \
			printf("%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);       \
		}                                                                              \
	} while (0)

#define CHECK_EQUAL(actual, expected)                                                          \
	do {                                                                                   \
		TEST_CHECKED();                                                                \
		unsigned long long got_ = (unsigned long long)(actual);                        \
		unsigned long long want_ = (unsigned long long)(expected);                     \
		if (got_ != want_) {                                                           \
			test_failures++;                                                       \
			printf("%s:%d: %s is %llu (%#llx), expected %llu (%#llx)\n", __FILE__, \
			       __LINE__, #actual, got_, got_, want_, want_);                   \
		}                                                                              \
	} while (0)

#define CHECK_TEXT(actual, expected)                                                           \
	do {                                                                                   \
		TEST_CHECKED();                                                                \
		if (strcmp((actual), (expected))) {                                            \
			test_failures++;                                                       \
			printf("%s:%d: got\n%s\nexpected\n%s\n", __FILE__, __LINE__, (actual), \
			       (expected));                                                    \
		}                                                                              \
	} while (0)

static inline void test_run(const struct test *test)
{
	int before = test_failures;
	test_checks = 0;
	test_skipped = NULL;
	test->run();
	if (test_skipped) {
		printf("skip - %s: %s\n", test->sentence, test_skipped);
		return;
	}
	if (!test_checks) {
		test_failures++;
		printf("this test makes no check:\n");
	}
	printf("%s - %s\n", test_failures > before ? "not ok" : "ok", test->sentence);
}

#define TEST_MAIN(tests)                                                                       \
	int main(void)                                                                         \
	{                                                                                      \
		for (size_t i = 0; i < sizeof(tests) / sizeof *(tests); i++)                   \
			test_run(&(tests)[i]);                                                 \
		return test_failures != 0;                                                     \
	}

#endif

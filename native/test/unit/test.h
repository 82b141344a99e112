/*
 * A test file holds functions, a table that names each with a sentence, and `TEST_MAIN(table)`. A failed check prints
 * where and what, and the file goes on with the next test; the program exits 1 when any check failed. Each test prints a line
 * that begins with `ok` or `not ok`: scripts/test.sh counts them.
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

#define CHECK(condition)                                                                       \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			test_failures++;                                                       \
			printf("%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);       \
		}                                                                              \
	} while (0)

#define CHECK_EQUAL(actual, expected)                                                          \
	do {                                                                                   \
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
		if (strcmp((actual), (expected))) {                                            \
			test_failures++;                                                       \
			printf("%s:%d: got\n%s\nexpected\n%s\n", __FILE__, __LINE__, (actual), \
			       (expected));                                                    \
		}                                                                              \
	} while (0)

#define TEST_MAIN(tests)                                                                       \
	int main(void)                                                                         \
	{                                                                                      \
		for (size_t i = 0; i < sizeof(tests) / sizeof *(tests); i++) {                 \
			int before = test_failures;                                            \
			(tests)[i].run();                                                      \
			printf("%s - %s\n", test_failures > before ? "not ok" : "ok",          \
			       (tests)[i].sentence);                                           \
		}                                                                              \
		return test_failures != 0;                                                     \
	}

#endif

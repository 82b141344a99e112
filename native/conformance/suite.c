#include "suite.h"

#include <errno.h>
#include <string.h>
#include "harness/fail.h"
#include "child-process.h"
#include "table.h"
#include "violation.h"

/* The slowest check takes a second on a host and some ten in an emulated guest. */
enum { LIMIT_S = 40 };

/* What is wrong, or NULL; `text` holds it where the check could not say it itself. */
static const char *run_check(const struct conformance_check *check, char *text, size_t capacity)
{
	violation_clear();
	pid_t child = child_process_start(check->run);
	if (child < 0)
		fail("fork failed: %s", strerror(errno));
	struct ending ending = child_process_wait(child, LIMIT_S);
	if (violation_found())
		return violation_found();
	if (ending.state == ENDING_EXITED && ending.value == EXIT_DONE)
		return NULL;
	ending_describe(ending, text, capacity);
	return text;
}

static void output_result(struct output *out, const char *name, const char *wrong)
{
	json_begin_line(out, "conformance");
	json_string_at(out, "check", name);
	json_string_at(out, "state", wrong ? "failed" : "passed");
	if (wrong)
		json_string_at(out, "detail", wrong);
	json_end_line(out);
	/* At once: what is known must not be lost with a program that is killed. */
	output_flush(out);
}

int conformance_run(struct output *out)
{
	char text[64];
	unsigned passed = 0, failed = 0;
	output_flush(out);
	for (const struct conformance_check *check = conformance_table; check->name; check++) {
		const char *wrong = run_check(check, text, sizeof text);
		output_result(out, check->name, wrong);
		if (wrong)
			failed++;
		else
			passed++;
	}
	json_begin_line(out, "conformance-end");
	json_unsigned_at(out, "passed", passed);
	json_unsigned_at(out, "failed", failed);
	json_end_line(out);
	output_flush(out);
	return failed ? EXIT_FAILED : EXIT_DONE;
}

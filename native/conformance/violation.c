#include "violation.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "harness/fail.h"

struct finding {
	/* Taken by the first thread that found something. */
	bool taken;
	/* The sentence is whole. */
	bool said;
	char sentence[240];
};

static struct finding *finding;

void violation_clear(void)
{
	if (!finding)
		finding = mmap(NULL, sizeof *finding, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (finding == MAP_FAILED)
		fail("no memory for what a check finds: %s", strerror(errno));
	*finding = (struct finding){0};
}

const char *violation_found(void)
{
	return __atomic_load_n(&finding->said, __ATOMIC_ACQUIRE) ? finding->sentence : NULL;
}

void violation(const char *format, ...)
{
	va_list arguments;
	/* A thread that comes second must not end the process while the first is writing. */
	if (__atomic_exchange_n(&finding->taken, true, __ATOMIC_ACQ_REL))
		while (!__atomic_load_n(&finding->said, __ATOMIC_ACQUIRE))
			usleep(100);
	else {
		va_start(arguments, format);
		vsnprintf(finding->sentence, sizeof finding->sentence, format, arguments);
		va_end(arguments);
		__atomic_store_n(&finding->said, true, __ATOMIC_RELEASE);
	}
	_exit(EXIT_FAILED);
}

#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>
#include "linux.h"

/* _exit, not exit: other threads may be running, and nothing must be flushed. */
static _Noreturn void say_and_end(int status, const char *format, va_list arguments)
{
	char line[512];
	int length = vsnprintf(line, sizeof line - 1, format, arguments);
	if (length < 0)
		length = 0;
	if (length > (int)sizeof line - 2)
		length = (int)sizeof line - 2;
	line[length] = '\n';
	linux_write_all(STDERR_FILENO, line, (size_t)length + 1);
	_exit(status);
}

void fail(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_and_end(EXIT_FAILED, format, arguments);
}

void refuse(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_and_end(EXIT_WRONG_ARGUMENTS, format, arguments);
}

void cannot_run_here(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_and_end(EXIT_CANNOT_RUN_HERE, format, arguments);
}

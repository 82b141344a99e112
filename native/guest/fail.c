#define _GNU_SOURCE
#include "fail.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

void fail(const char *what)
{
	dprintf(2, "agent: %s: %s\n", what, strerror(errno));
	/* The orchestrator sees the emulator end and reads the console log. */
	reboot(RB_POWER_OFF);
	_exit(1);
}

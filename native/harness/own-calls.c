#include "own-calls.h"

#include <stdbool.h>

const char *const own_call_names[OWN_CALLS] = {
	[OWN_OPENAT] = "openat",
	[OWN_READ] = "read",
	[OWN_CLOSE] = "close",
	[OWN_MMAP] = "mmap",
	[OWN_MUNMAP] = "munmap",
	[OWN_MADVISE] = "madvise",
	[OWN_MBIND] = "mbind",
	[OWN_SCHED_SETAFFINITY] = "sched_setaffinity",
	[OWN_SCHED_YIELD] = "sched_yield",
	[OWN_OTHER] = "other",
};

static bool counts;
static struct own_calls calls;

void own_calls_count(void)
{
	counts = true;
}

static void add(uint64_t *count)
{
	if (counts)
		__atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
}

void own_call_made(enum own_call call)
{
	add(&calls.made[call]);
}

void own_wait_refused(void)
{
	add(&calls.refused_waits);
}

void own_wake_woke(void)
{
	add(&calls.waking_wakes);
}

struct own_calls own_calls_read(void)
{
	struct own_calls now;
	for (int call = 0; call < OWN_CALLS; call++)
		now.made[call] = __atomic_load_n(&calls.made[call], __ATOMIC_RELAXED);
	now.refused_waits = __atomic_load_n(&calls.refused_waits, __ATOMIC_RELAXED);
	now.waking_wakes = __atomic_load_n(&calls.waking_wakes, __ATOMIC_RELAXED);
	return now;
}

struct own_calls own_calls_since(const struct own_calls *before)
{
	struct own_calls since = own_calls_read();
	for (int call = 0; call < OWN_CALLS; call++)
		since.made[call] -= before->made[call];
	since.refused_waits -= before->refused_waits;
	since.waking_wakes -= before->waking_wakes;
	return since;
}

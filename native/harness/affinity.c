#include "affinity.h"

#include <sched.h>
#include <string.h>

void affinity_set(struct affinity *affinity, unsigned cpu)
{
	enum { WORD_BITS = 8 * sizeof *affinity->bits };
	memset(affinity, 0, sizeof *affinity);
	affinity->bits[cpu / WORD_BITS] = 1ul << cpu % WORD_BITS;
}

/* cpu_set_t is an array of unsigned long in both libcs, and its size is the caller's to choose. */
int affinity_apply(pthread_t thread, const struct affinity *affinity)
{
	return pthread_setaffinity_np(thread, sizeof affinity->bits, (const cpu_set_t *)(const void *)affinity->bits);
}

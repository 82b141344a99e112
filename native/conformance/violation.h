/* What a check found wrong. It is kept in memory shared with the process that started the check. */
#ifndef NUMA_LAB_CONFORMANCE_VIOLATION_H
#define NUMA_LAB_CONFORMANCE_VIOLATION_H

/*
 * Say in one sentence what the allocator did wrong, and end this process with EXIT_FAILED, from any thread. Only the first
 * sentence counts: what follows it is usually its consequence. Allocates nothing.
 */
_Noreturn void violation(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Forget what was found; before each check. */
void violation_clear(void);

/* The sentence, or NULL when nothing was found. */
const char *violation_found(void);

#endif

/*
 * Ways to end the program early, each with one line on stderr. They end it at once from any thread; nothing more is
 * printed on stdout, so that the missing `end` line marks the trial as failed.
 */
#ifndef NUMA_LAB_FAIL_H
#define NUMA_LAB_FAIL_H

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_WRONG_ARGUMENTS = 2, EXIT_CANNOT_RUN_HERE = 77 };

/* Something that should have worked did not: exit 1. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The user asked for something wrong: say the value and the remedy. Exit 2. */
_Noreturn void refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* This machine or container forbids what the program needs: exit 77. */
_Noreturn void cannot_run_here(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

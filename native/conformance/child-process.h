/* Child processes that may crash or hang: their end is a value, and waiting for it has a limit. */
#ifndef NUMA_LAB_CONFORMANCE_CHILD_PROCESS_H
#define NUMA_LAB_CONFORMANCE_CHILD_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

enum ending_state { ENDING_EXITED, ENDING_KILLED, ENDING_LATE };

struct ending {
	enum ending_state state;
	/* Exit code, signal, or the seconds that were not enough. */
	int value;
};

/* Call run() in a child, which ends with exit code 0 when run() returns and is killed when the caller ends. -1 as fork. */
pid_t child_process_start(void (*run)(void));

/* A child that is not done in time is killed and collected. */
struct ending child_process_wait(pid_t child, int limit_s);

/* "exited with 3", "killed by SIGSEGV", "not done after 20 s". */
void ending_describe(struct ending ending, char *text, size_t capacity);

#endif

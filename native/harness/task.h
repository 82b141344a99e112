/*
 * Is a thread asleep? A thread that sleeps writes nothing, so that its memory can be looked at. Asked of
 * /proc/self/task without stdio.
 */
#ifndef NUMA_LAB_TASK_H
#define NUMA_LAB_TASK_H

#include <sys/types.h>

/* Id of the calling thread. */
pid_t task_self(void);

/*
 * Return when all these threads sleep and none is about to be woken by another of them. They must be on their way to sleep.
 */
void tasks_await_sleep(unsigned count, const pid_t tasks[]);

/* Return when the process has no more threads than so many: a detached thread makes system calls after its last word. */
void tasks_await_end(unsigned most);

#endif

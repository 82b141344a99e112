/* What process 1 does once, before it serves requests. Each ends the guest when it fails. */
#ifndef NUMA_LAB_GUEST_INIT_H
#define NUMA_LAB_GUEST_INIT_H

#include <signal.h>

/* The kernel's file systems. */
void init_mount(void);

/* The second serial port, raw. */
int init_open_channel(void);

/* Blocks SIGCHLD; returns the mask to wait with, in which it is not. */
sigset_t init_signals(void);

/*
 * Always on the same CPU, so that where the agent happens to run does not choose the pages of what it
 * starts.
 */
void init_stay_on_first_cpu(void);

#endif

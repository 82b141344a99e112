#ifndef NUMA_LAB_GUEST_FAIL_H
#define NUMA_LAB_GUEST_FAIL_H

/* Prints what failed and errno on the console, and powers the guest off. */
_Noreturn void fail(const char *what);

#endif

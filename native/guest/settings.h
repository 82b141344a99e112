/*
 * Kernel settings that change what a trial counts: always set, never inherited, and read back before each
 * trial.
 */
#ifndef NUMA_LAB_SETTINGS_H
#define NUMA_LAB_SETTINGS_H

struct settings {
	char numa_balancing[16];
	char transparent_hugepage[16];
	char address_randomisation[16];
};

void settings_write(const struct settings *wanted);

/* What the kernel says now; "unavailable" for what it does not have. */
void settings_read(struct settings *seen);

#endif

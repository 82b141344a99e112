/*
 * A barrier of our own on a futex: pthread_barrier_t differs between libcs and would be part of what is
 * compared. Nobody spins, so it also works with one CPU and under an emulator.
 */
#ifndef NUMA_LAB_BARRIER_H
#define NUMA_LAB_BARRIER_H

#include <stdint.h>

struct barrier {
	_Alignas(64) uint32_t round;
	uint32_t arrived;
	uint32_t parties;
};

void barrier_init(struct barrier *barrier, unsigned parties);

/* Wait until all parties are here. Writes before it are visible to every party after it. */
void barrier_wait(struct barrier *barrier);

/* The same; the party that arrives last calls `last(argument)` before anyone is released. */
void barrier_wait_then(struct barrier *barrier, void (*last)(void *argument), void *argument);

#endif

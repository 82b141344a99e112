/*
 * A barrier of our own on a futex: pthread_barrier_t differs between libcs and would be part of what is
 * compared. Nobody spins in barrier_wait, so it also works with one CPU and under an emulator.
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

/*
 * The same for parties that are awake, each on a CPU of its own: they spin, so that all leave within a fraction of a
 * microsecond. A sleeper comes about twenty microseconds after who woke it, which is a tenth of a short pass.
 */
void barrier_meet_then(struct barrier *barrier, void (*last)(void *argument), void *argument);

#endif

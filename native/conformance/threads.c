#include <stdint.h>
#include <stdlib.h>
#include "content.h"
#include "crowd.h"
#include "draw.h"
#include "table.h"
#include "violation.h"

enum { PLACES = 64, ROUNDS = 8000, DOUBLINGS = 11, LARGE_DOUBLINGS = 18, GENERATIONS = 30, KEPT = 40, SEED = 3 };

/* Head of a block that goes from thread to thread; its content follows. */
struct parcel {
	uint64_t id;
	size_t content_bytes;
};

/* Where parcels are exchanged, and the sums of the numbers that were sent and received. */
static struct parcel *places[PLACES];
static uint64_t sent, received;

static struct parcel *send_parcel(struct random *random, uint64_t id)
{
	/* Large ones are rare: they come from elsewhere, and cost as much as a hundred others. */
	size_t bytes = draw_size(random, id % 256 ? DOUBLINGS : LARGE_DOUBLINGS);
	struct parcel *parcel = require_block(malloc(sizeof *parcel + bytes), "malloc", sizeof *parcel + bytes);
	*parcel = (struct parcel){id, bytes};
	content_write(parcel + 1, bytes, id);
	__atomic_add_fetch(&sent, random_mix(id), __ATOMIC_RELAXED);
	return parcel;
}

static void receive_parcel(struct parcel *parcel)
{
	if (parcel->content_bytes >= (size_t)1 << LARGE_DOUBLINGS)
		violation("the first words of a block of another thread were overwritten");
	content_require(parcel + 1, parcel->content_bytes, parcel->id, "a block of another thread");
	__atomic_add_fetch(&received, random_mix(parcel->id), __ATOMIC_RELAXED);
	free(parcel);
}

static void *exchange_parcels(void *number)
{
	struct random random;
	random_seed(&random, SEED, (uintptr_t)number);
	for (uint64_t round = 0; round < ROUNDS; round++) {
		struct parcel **place = &places[random_below(&random, PLACES)];
		struct parcel *parcel = send_parcel(&random, (uintptr_t)number * ROUNDS + round);
		parcel = __atomic_exchange_n(place, parcel, __ATOMIC_ACQ_REL);
		if (parcel)
			receive_parcel(parcel);
	}
	return NULL;
}

/*
 * A block that two threads own at once has the content of one of them, or is received twice. The sums tell the latter also
 * when both contents are read before either is lost.
 */
void check_threads_exchange(void)
{
	struct crowd crowd;
	crowd_start(&crowd, exchange_parcels);
	crowd_join(&crowd);
	for (int i = 0; i < PLACES; i++)
		if (places[i])
			receive_parcel(places[i]);
	if (sent != received)
		violation("what threads received from each other is not what they sent: a block was lost or given twice");
}

/* Blocks of threads that have ended. */
static void *left_behind[CROWD_THREADS][KEPT];

static size_t kept_bytes(unsigned i)
{
	return i == KEPT - 1 ? 200000 : 1 + i * 37u;
}

static void drop_left_behind(uintptr_t owner)
{
	for (unsigned i = 0; i < KEPT; i++)
		if (left_behind[owner][i])
			drop_block(left_behind[owner][i], kept_bytes(i), owner * KEPT + i);
}

/* Frees what another thread left behind and leaves as much in its place, large ones first: small ones are its last. */
static void *leave_blocks(void *number)
{
	uintptr_t place = ((uintptr_t)number + 1) % CROWD_THREADS;
	drop_left_behind(place);
	for (unsigned i = KEPT; i-- > 0;)
		left_behind[place][i] = make_block(kept_bytes(i), place * KEPT + i);
	return NULL;
}

/* A block lives until it is freed, whatever becomes of its thread and of what the allocator kept for it. */
void check_threads_exit(void)
{
	struct crowd crowd;
	for (int generation = 0; generation < GENERATIONS; generation++) {
		crowd_start(&crowd, leave_blocks);
		crowd_join(&crowd);
	}
	for (uintptr_t owner = 0; owner < CROWD_THREADS; owner++)
		drop_left_behind(owner);
}

#include <stdint.h>
#include <stdlib.h>
#include "content.h"
#include "threads.h"
#include "draw.h"
#include "table.h"
#include "violation.h"

enum { PLACES = 64, ROUNDS = 8000, DOUBLINGS = 11, LARGE_DOUBLINGS = 18, GENERATIONS = 30, KEPT = 40, SEED = 3 };

/* Head of a block that goes from thread to thread; its content follows. */
struct message {
	uint64_t id;
	size_t content_bytes;
};

/* Where messages are exchanged, and the sums of the numbers that were sent and received. */
static struct message *places[PLACES];
static uint64_t sent, received;

static struct message *send_message(struct random *random, uint64_t id)
{
	/* Large ones are rare: they come from elsewhere, and cost as much as a hundred others. */
	size_t bytes = draw_size(random, id % 256 ? DOUBLINGS : LARGE_DOUBLINGS);
	struct message *message = require_block(malloc(sizeof *message + bytes), "malloc", sizeof *message + bytes);
	*message = (struct message){id, bytes};
	content_write(message + 1, bytes, id);
	__atomic_add_fetch(&sent, random_mix(id), __ATOMIC_RELAXED);
	return message;
}

static void receive_message(struct message *message)
{
	if (message->content_bytes >= (size_t)1 << LARGE_DOUBLINGS)
		violation("the first words of a block of another thread were overwritten");
	content_require(message + 1, message->content_bytes, message->id, "a block of another thread");
	__atomic_add_fetch(&received, random_mix(message->id), __ATOMIC_RELAXED);
	free(message);
}

static void *exchange_messages(void *number)
{
	struct random random;
	random_seed(&random, SEED, (uintptr_t)number);
	for (uint64_t round = 0; round < ROUNDS; round++) {
		struct message **place = &places[random_below(&random, PLACES)];
		struct message *message = send_message(&random, (uintptr_t)number * ROUNDS + round);
		message = __atomic_exchange_n(place, message, __ATOMIC_ACQ_REL);
		if (message)
			receive_message(message);
	}
	return NULL;
}

/*
 * A block that two threads own at once has the content of one of them, or is received twice. The sums show the latter also
 * when both contents are read before either is lost.
 */
void check_threads_exchange(void)
{
	struct threads threads;
	threads_start(&threads, exchange_messages);
	threads_join(&threads);
	for (int i = 0; i < PLACES; i++)
		if (places[i])
			receive_message(places[i]);
	if (sent != received)
		violation("what threads received from each other is not what they sent: a block was lost or given twice");
}

/* Blocks of threads that have ended. */
static void *left_behind[CHECK_THREADS][KEPT];

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
	uintptr_t place = ((uintptr_t)number + 1) % CHECK_THREADS;
	drop_left_behind(place);
	for (unsigned i = KEPT; i-- > 0;)
		left_behind[place][i] = make_block(kept_bytes(i), place * KEPT + i);
	return NULL;
}

/* A block lives until it is freed, whatever becomes of its thread and of what the allocator kept for it. */
void check_threads_exit(void)
{
	struct threads threads;
	for (int generation = 0; generation < GENERATIONS; generation++) {
		threads_start(&threads, leave_blocks);
		threads_join(&threads);
	}
	for (uintptr_t owner = 0; owner < CHECK_THREADS; owner++)
		drop_left_behind(owner);
}

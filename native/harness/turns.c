#include "turns.h"

#include "fail.h"
#include "linux.h"
#include "reserve.h"

enum { ORDER_STREAM = 1100 };

struct turns *turns_reserve(unsigned threads, size_t capacity, uint64_t seed)
{
	struct turns *turns = reserve(sizeof *turns);
	turns->threads = threads;
	turns->capacity = capacity;
	turns->order = reserve(capacity * sizeof *turns->order);
	turns->words = reserve(threads * sizeof *turns->words);
	random_seed(&turns->random, seed, ORDER_STREAM);
	return turns;
}

/* A random order of a deck that holds each thread's number once per turn: Fisher and Yates. */
void turns_add_phase(struct turns *turns, uint32_t turns_per_thread)
{
	uint16_t *deck = turns->order + turns->count;
	size_t cards = (size_t)turns_per_thread * turns->threads;
	if (turns->count + cards > turns->capacity)
		fail("bug: more turns than reserved");
	for (size_t i = 0; i < cards; i++)
		deck[i] = (uint16_t)(i % turns->threads);
	for (size_t i = cards; i > 1; i--) {
		size_t k = random_below(&turns->random, (uint32_t)i);
		uint16_t card = deck[k];
		deck[k] = deck[i - 1];
		deck[i - 1] = card;
	}
	turns->count += cards;
}

static void give(struct turns *turns)
{
	if (turns->position == turns->count)
		return;
	struct turns_word *word = &turns->words[turns->order[turns->position]];
	__atomic_add_fetch(&word->given, 1, __ATOMIC_RELEASE);
	linux_futex_wake(&word->given, 1);
}

void turns_begin(struct turns *turns)
{
	give(turns);
}

void turns_take(struct turns *turns, unsigned thread)
{
	struct turns_word *word = &turns->words[thread];
	uint32_t given;
	while ((given = __atomic_load_n(&word->given, __ATOMIC_ACQUIRE)) == word->taken)
		linux_futex_wait(&word->given, given);
	word->taken++;
}

/* The one whose turn it is moves the position; nobody else reads it meanwhile. */
void turns_pass(struct turns *turns)
{
	turns->position++;
	give(turns);
}

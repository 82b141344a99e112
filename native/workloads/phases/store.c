#include <stdlib.h>
#include "harness/fail.h"
#include "harness/reserve.h"
#include "harness/stamp.h"
#include "phases.h"

/* Streams of random numbers; below 1000 they belong to the sizes of threads. */
enum { STREAM_FATES = 2000 };

struct phase_store *phase_store_reserve(const struct phase_sizes *orders, uint64_t seed, unsigned thread_number)
{
	struct phase_store *store = reserve(sizeof *store);
	store->orders = orders;
	store->blocks = reserve(orders->objects * sizeof *store->blocks);
	store->incoming = reserve(orders->objects * sizeof *store->incoming);
	store->kept = reserve(orders->objects * sizeof *store->kept);
	store->live_places = reserve(orders->objects * sizeof *store->live_places);
	store->before = store;
	random_seed(&store->sizes, seed, thread_number);
	random_seed(&store->fates, seed, STREAM_FATES + thread_number);
	return store;
}

static void allocate(struct phase_store *store, struct phase_block *place, const struct sizes *sizes)
{
	uint32_t bytes = sizes_draw(sizes, &store->sizes);
	unsigned char stamp = (unsigned char)random_next(&store->sizes);
	unsigned char *block = malloc(bytes);
	if (!block)
		fail("malloc(%u) failed", bytes);
	stamp_fill(block, bytes, stamp);
	*place = (struct phase_block){block, bytes, stamp};
	store->live_bytes += bytes;
	store->operations++;
}

/* The digest is that of the thread that frees. */
static void release(struct phase_store *store, struct phase_block *place)
{
	if (!place->block)
		return;
	if (!stamp_holds(place->block, place->bytes, place->stamp))
		fail("a block of %u bytes does not hold what was written into it", place->bytes);
	check_add(&store->check, (uint64_t)place->bytes << 8 | *place->block);
	free(place->block);
	store->live_bytes -= place->bytes;
	place->block = NULL;
}

static uint32_t survivor_count(const struct phase_sizes *orders)
{
	return (uint32_t)((uint64_t)orders->objects * orders->survivors / 1000);
}

static void grow(struct phase_store *store, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (!store->blocks[i].block)
			allocate(store, &store->blocks[i], &store->orders->sizes);
}

static void base(struct phase_store *store, uint32_t from, uint32_t to)
{
	uint32_t count = survivor_count(store->orders);
	if (from < count)
		grow(store, from, to < count ? to : count);
}

static bool survives(struct phase_store *store)
{
	return random_below(&store->fates, 1000) < store->orders->survivors;
}

static void thin(struct phase_store *store, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		release(store, &store->kept[i]);
		if (store->blocks[i].block && !survives(store))
			release(store, &store->blocks[i]);
	}
}

static void make_hole(struct phase_store *store, struct phase_block *place)
{
	store->hole_bytes += place->block ? place->bytes : 0;
	release(store, place);
}

/* A place survives where the number of survivors up to it, evenly spread, goes up by one. */
static void hole_evenly(struct phase_store *store, uint32_t from, uint32_t to)
{
	uint64_t survivors = store->orders->survivors;
	for (uint64_t i = from; i < to; i++)
		if ((i + 1) * survivors / 1000 == i * survivors / 1000)
			make_hole(store, &store->blocks[i]);
}

/* Places are filled in order, so that the last ones hold the youngest blocks. */
static void hole_below(struct phase_store *store, uint32_t from, uint32_t to)
{
	uint32_t freed = store->orders->objects - survivor_count(store->orders);
	for (uint32_t i = from; i < to && i < freed; i++)
		make_hole(store, &store->blocks[i]);
}

static void refill(struct phase_store *store, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		if (store->blocks[i].block || !store->hole_bytes)
			continue;
		allocate(store, &store->blocks[i], &store->orders->next);
		uint32_t bytes = store->blocks[i].bytes;
		store->hole_bytes -= bytes < store->hole_bytes ? bytes : store->hole_bytes;
	}
}

/* A survivor of one round is freed in the next. */
static void pass_on(struct phase_store *store, uint32_t from, uint32_t to)
{
	struct phase_store *before = store->before;
	for (uint32_t i = from; i < to; i++) {
		allocate(store, &store->incoming[i], &store->orders->sizes);
		release(store, &before->kept[i]);
		if (survives(store))
			before->kept[i] = before->blocks[i];
		else
			release(store, &before->blocks[i]);
		before->blocks[i].block = NULL;
	}
}

phase_work *phase_work_of(enum phase_action action)
{
	static phase_work *const works[] = {
		[PHASE_BASE] = base,
		[PHASE_GROW] = grow,
		[PHASE_THIN] = thin,
		[PHASE_HOLE_EVENLY] = hole_evenly,
		[PHASE_HOLE_BELOW] = hole_below,
		[PHASE_REFILL] = refill,
		[PHASE_PASS_ON] = pass_on,
	};
	return works[action];
}

void phase_store_turn_over(struct phase_store *store)
{
	struct phase_block *passed = store->blocks;
	store->blocks = store->incoming;
	store->incoming = passed;
}

void phase_store_list_live(struct phase_store *store)
{
	store->live_count = 0;
	for (uint32_t i = 0; i < store->orders->objects; i++)
		if (store->blocks[i].block)
			store->live_places[store->live_count++] = i;
}

void phase_store_settle(struct phase_store *store, uint32_t from, uint32_t to)
{
	struct phase_block transient = {0};
	for (uint32_t i = from; i < to; i++) {
		struct phase_block *place = &transient;
		if (store->live_count)
			place = &store->blocks[store->live_places[random_below(&store->fates, store->live_count)]];
		release(store, place);
		allocate(store, place, &store->orders->sizes);
		release(store, &transient);
	}
}

void phase_store_drain(struct phase_store *store, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		release(store, &store->kept[i]);
		release(store, &store->blocks[i]);
	}
}

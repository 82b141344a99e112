/*
 * Runs on any Linux: pages of this process may lie on any node, so tests ask where a page lies before they say
 * where bytes must.
 */
#include "census/census.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "harness/linux.h"
#include "harness/pages.h"
#include "harness/random.h"
#include "harness/reserve.h"
#include "test.h"

enum { WRITTEN_FIRST, ONLY_READ, UNTOUCHED, WRITTEN_LAST, LAYOUT_PAGES };

/* Four pages: written, only read, untouched, written. */
static char *make_layout(void)
{
	size_t page = linux_page_size();
	char *start = reserve_untouched(LAYOUT_PAGES * page);
	*(volatile char *)(start + WRITTEN_FIRST * page) = 1;
	(void)*(volatile char *)(start + ONLY_READ * page);
	*(volatile char *)(start + WRITTEN_LAST * page) = 1;
	return start;
}

static unsigned row_of(const struct census *census, unsigned node)
{
	unsigned i = 0;
	while (i < census->node_count && census->nodes[i] != node)
		i++;
	CHECK(i < census->node_count);
	return i;
}

static uint64_t placed_bytes(const struct census *census, unsigned row)
{
	uint64_t placed = 0;
	for (unsigned i = 0; i < census->node_count; i++)
		placed += census->bytes[row][i];
	return placed;
}

static void splits_an_object_over_its_pages_by_bytes(void)
{
	struct census *census = census_reserve(CENSUS_OTHER_MEMORY, 1);
	char *layout = make_layout();
	size_t page = linux_page_size();
	unsigned node = (unsigned)pages_node(layout);
	census_add(census, node, layout + page - 100, 100 + page + page + 30);
	census_finish(census);
	unsigned row = row_of(census, node);
	CHECK_EQUAL(census->objects, 1);
	CHECK_EQUAL(census->zero[row], page);
	CHECK_EQUAL(census->absent[row], page);
	CHECK_EQUAL(census->unknown[row], 0);
	CHECK_EQUAL(placed_bytes(census, row), 100 + 30);
}

static void keeps_owners_apart(void)
{
	struct census *census = census_reserve(CENSUS_OTHER_MEMORY, 3);
	char *layout = make_layout();
	unsigned here = (unsigned)pages_node(layout);
	unsigned elsewhere = here + 5;
	census_add_node(census, elsewhere);
	census_add(census, elsewhere, layout + UNTOUCHED * linux_page_size(), 7);
	census_add(census, elsewhere, layout + 10, 20);
	census_add(census, here, layout, 10);
	census_finish(census);
	unsigned a = row_of(census, here), b = row_of(census, elsewhere);
	CHECK_EQUAL(census->bytes[a][a], 10);
	CHECK_EQUAL(census->bytes[b][a], 20);
	CHECK_EQUAL(census->bytes[b][b], 0);
	CHECK_EQUAL(census->absent[b], 7);
	CHECK_EQUAL(census->absent[a], 0);
	CHECK_EQUAL(census->runs, 2);
}

/* More pages than one question to the kernel holds, and classes that add up to the whole. */
static void counts_any_number_of_objects(void)
{
	enum { OBJECTS = 1000000, BYTES = 48 };
	struct census *census = census_reserve(CENSUS_OTHER_MEMORY, OBJECTS);
	char *start = reserve((size_t)OBJECTS * BYTES);
	unsigned node = (unsigned)pages_node(start);
	for (size_t i = 0; i < OBJECTS; i++)
		census_add(census, node, start + (i * 7919 % OBJECTS) * BYTES, BYTES);
	census_finish(census);
	CHECK_EQUAL(census->objects, OBJECTS);
	CHECK_EQUAL(placed_bytes(census, row_of(census, node)), (uint64_t)OBJECTS * BYTES);
	CHECK_EQUAL(census->runs, 1);
	CHECK_EQUAL(census->neighbours.pairs, OBJECTS - 1);
	CHECK_EQUAL(census->neighbours.stride_bytes, BYTES);
	CHECK_EQUAL(census->neighbours.stride_pairs, OBJECTS - 1);
	CHECK_EQUAL(census->classes[2].objects, OBJECTS);
	CHECK_EQUAL(census->classes[2].placed_bytes, (uint64_t)OBJECTS * BYTES);
	reserve_release(start, (size_t)OBJECTS * BYTES);
}

static void adds_up_what_is_counted_in_several_parts(void)
{
	struct census *census = census_reserve(CENSUS_OTHER_MEMORY, 2);
	char *layout = make_layout();
	for (int part = 0; part < 3; part++) {
		census_add(census, 0, layout, 32);
		census_add(census, 1, layout + 48, 32);
		census_finish(census);
	}
	CHECK_EQUAL(census->objects, 6);
	CHECK_EQUAL(census->runs, 6);
	CHECK_EQUAL(census->neighbours.pairs, 3);
	CHECK_EQUAL(census->neighbours.remote_pairs, 3);
	CHECK_EQUAL(census->neighbours.stride_bytes, 48);
	CHECK_EQUAL(census->sharing[CENSUS_LINE].objects, 6);
}

static void says_no_stride_when_no_distance_is_that_of_most(void)
{
	struct census *census = census_reserve(CENSUS_OTHER_MEMORY, 5);
	char *layout = make_layout();
	const size_t offsets[] = {0, 16, 32, 64, 96};
	for (size_t i = 0; i < 5; i++)
		census_add(census, 0, layout + offsets[i], 8);
	census_finish(census);
	CHECK_EQUAL(census->neighbours.stride_bytes, 0);
	CHECK_EQUAL(census->neighbours.pairs, 4);
}

static void asks_usable_sizes_of_blocks_by_class_of_requested_size(void)
{
	enum { BLOCKS = 4 };
	const size_t sizes[BLOCKS] = {1, 16, 17, 300000};
	struct census *census = census_reserve(CENSUS_BLOCKS, BLOCKS);
	char *blocks[BLOCKS];
	for (int i = 0; i < BLOCKS; i++) {
		blocks[i] = malloc(sizes[i]);
		*(volatile char *)blocks[i] = 1;
		census_add(census, 0, blocks[i], sizes[i]);
	}
	census_finish(census);
	CHECK_EQUAL(census->classes[0].objects, 2);
	CHECK_EQUAL(census->classes[0].requested_bytes, 17);
	CHECK(census->classes[0].usable_bytes >= 17);
	CHECK_EQUAL(census->classes[1].requested_bytes, 17);
	CHECK_EQUAL(census->classes[CENSUS_CLASSES - 1].requested_bytes, 300000);
	CHECK(census->classes[CENSUS_CLASSES - 1].usable_bytes >= 300000);
	for (int i = 0; i < BLOCKS; i++)
		free(blocks[i]);
}

/* An object as the slow count below sees it. */
struct plain {
	uintptr_t start, end;
	unsigned owner;
};

static bool overlap(const struct plain *object, uintptr_t unit, size_t unit_bytes)
{
	return object->start < (unit + 1) * unit_bytes && unit * unit_bytes < object->end;
}

/* By definition: every unit of every object against every other object. */
static struct census_sharing count_slowly(const struct plain objects[], size_t count, size_t unit_bytes)
{
	struct census_sharing sum = {0};
	for (size_t i = 0; i < count; i++) {
		bool shares = false;
		for (uintptr_t unit = objects[i].start / unit_bytes; unit <= (objects[i].end - 1) / unit_bytes; unit++) {
			bool mixed = false, follows = false;
			uintptr_t from = unit * unit_bytes > objects[i].start ? unit * unit_bytes : objects[i].start;
			uintptr_t to = (unit + 1) * unit_bytes < objects[i].end ? (unit + 1) * unit_bytes : objects[i].end;
			for (size_t k = 0; k < count; k++) {
				if (k == i || !overlap(&objects[k], unit, unit_bytes))
					continue;
				mixed |= objects[k].owner != objects[i].owner;
				follows |= objects[k].start < objects[i].start;
			}
			shares |= mixed;
			sum.bytes += mixed ? to - from : 0;
			sum.following_bytes += follows ? to - from : 0;
		}
		sum.objects += shares;
		sum.object_bytes += shares ? objects[i].end - objects[i].start : 0;
	}
	return sum;
}

/* Sizes around the unit's, gaps of none to several units, so that all ways to meet occur. */
static void compare_with_slow_count(enum census_unit unit, unsigned owners, struct random *random)
{
	enum { OBJECTS = 60 };
	struct plain plain[OBJECTS];
	struct census *census = census_reserve(CENSUS_OTHER_MEMORY, OBJECTS);
	uint32_t unit_bytes = (uint32_t)census_unit_bytes(unit);
	uintptr_t at = (uintptr_t)1 << 40;
	for (size_t i = 0; i < OBJECTS; i++) {
		at += random_below(random, 2) ? 0 : random_below(random, 2 * unit_bytes);
		uint32_t bytes = 1 + random_below(random, random_below(random, 3) ? unit_bytes / 4 : 3 * unit_bytes);
		plain[i] = (struct plain){at, at + bytes, random_below(random, owners)};
		at += bytes;
	}
	for (size_t i = 0; i < OBJECTS; i++) {
		const struct plain *object = &plain[(i * 7) % OBJECTS];
		census_add(census, object->owner, (void *)object->start, object->end - object->start);
	}
	census_finish(census);
	struct census_sharing slow = count_slowly(plain, OBJECTS, unit_bytes);
	CHECK_EQUAL(census->sharing[unit].objects, slow.objects);
	CHECK_EQUAL(census->sharing[unit].object_bytes, slow.object_bytes);
	CHECK_EQUAL(census->sharing[unit].bytes, slow.bytes);
	CHECK_EQUAL(census->sharing[unit].following_bytes, slow.following_bytes);
	CHECK(slow.objects > 0 || owners == 1);
}

static void counts_sharing_as_its_definition_does(void)
{
	struct random random;
	random_seed(&random, 1, 1);
	for (int unit = 0; unit < CENSUS_UNITS; unit++)
		for (unsigned owners = 1; owners <= 4; owners++)
			for (int repeat = 0; repeat < 10; repeat++)
				compare_with_slow_count((enum census_unit)unit, owners, &random);
}

/* Allocate, free and allocate again; the addresses say what the heap looks like. */
static uint64_t digest_of_addresses(struct census *census, bool takes_census)
{
	enum { BLOCKS = 3000 };
	static void *blocks[BLOCKS];
	struct random random;
	uint64_t digest = 0;
	random_seed(&random, 3, 1);
	for (int round = 0; round < 4; round++) {
		for (size_t i = 0; i < BLOCKS; i++) {
			size_t bytes = 1 + random_below(&random, 5000);
			if (round && random_below(&random, 2))
				continue;
			free(blocks[i]);
			blocks[i] = malloc(bytes);
			*(volatile char *)blocks[i] = 1;
			digest = random_mix(digest ^ (uintptr_t)blocks[i]);
		}
		for (size_t i = 0; takes_census && i < BLOCKS; i++)
			census_add(census, i % 2, blocks[i], 1);
		if (takes_census)
			census_finish(census);
	}
	return digest;
}

static uint64_t digest_in_child(struct census *census, bool takes_census)
{
	uint64_t digest = 0;
	int ends[2];
	CHECK(pipe(ends) == 0);
	pid_t child = fork();
	if (!child) {
		digest = digest_of_addresses(census, takes_census);
		_exit(write(ends[1], &digest, sizeof digest) != sizeof digest);
	}
	CHECK(read(ends[0], &digest, sizeof digest) == sizeof digest);
	waitpid(child, NULL, 0);
	close(ends[0]);
	close(ends[1]);
	return digest;
}

/* Children of one process begin with the same heap, so that only the census can make their addresses differ. */
static void leaves_the_allocator_as_it_was(void)
{
	struct census *census = census_reserve(CENSUS_BLOCKS, 3000);
	uint64_t without = digest_in_child(census, false);
	uint64_t again = digest_in_child(census, false);
	CHECK_EQUAL(again, without);
	CHECK_EQUAL(digest_in_child(census, true), without);
}

static void open_pages(void)
{
	int on_stack = 0;
	pages_open();
	CHECK(pages_node(&on_stack) >= 0);
}

static const struct test tests[] = {
	{"opens pagemap", open_pages},
	{"splits an object over its pages by bytes", splits_an_object_over_its_pages_by_bytes},
	{"keeps owners apart", keeps_owners_apart},
	{"counts any number of objects", counts_any_number_of_objects},
	{"adds up what is counted in several parts", adds_up_what_is_counted_in_several_parts},
	{"says no stride when no distance is that of most", says_no_stride_when_no_distance_is_that_of_most},
	{"asks usable sizes of blocks by class of requested size", asks_usable_sizes_of_blocks_by_class_of_requested_size},
	{"counts sharing as its definition does", counts_sharing_as_its_definition_does},
	{"leaves the allocator as it was", leaves_the_allocator_as_it_was},
};

TEST_MAIN(tests)

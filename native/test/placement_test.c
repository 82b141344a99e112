/*
 * Runs on any Linux: pages of this process may lie on any node, so tests ask where a page lies before they say
 * where bytes must.
 */
#include "../harness/placement.h"

#include "../harness/linux.h"
#include "../harness/pages.h"
#include "../harness/reserve.h"
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

static unsigned row_of(const struct placement *placement, unsigned node)
{
	unsigned i = 0;
	while (i < placement->node_count && placement->nodes[i] != node)
		i++;
	CHECK(i < placement->node_count);
	return i;
}

static void tells_written_read_and_untouched_pages_apart(void)
{
	char *layout = make_layout();
	size_t page = linux_page_size();
	CHECK(pages_node(layout) >= 0);
	CHECK_EQUAL(pages_node(layout + ONLY_READ * page), PAGE_ZERO);
	CHECK_EQUAL(pages_node(layout + UNTOUCHED * page), PAGE_ABSENT);
	CHECK(pages_node(layout + WRITTEN_LAST * page + 17) >= 0);
}

static void does_not_touch_what_it_asks_about(void)
{
	char *layout = make_layout();
	for (int i = 0; i < 3; i++)
		CHECK_EQUAL(pages_node(layout + UNTOUCHED * linux_page_size()), PAGE_ABSENT);
}

static void answers_in_order_for_more_pages_than_a_batch(void)
{
	enum { PAGES = 1000 };
	static uintptr_t addresses[PAGES];
	static int nodes[PAGES];
	size_t page = linux_page_size();
	char *start = reserve_untouched(PAGES * page);
	for (size_t i = 0; i < PAGES; i++) {
		/* Backwards from 500 on, so that not all are neighbours. */
		addresses[i] = (uintptr_t)start + (i < 500 ? i : PAGES - 1 - (i - 500)) * page;
		if (i % 3 == 0)
			*(volatile char *)addresses[i] = 1;
	}
	pages_nodes(PAGES, addresses, nodes);
	for (size_t i = 0; i < PAGES; i++)
		CHECK((nodes[i] >= 0) == (i % 3 == 0));
}

static void splits_an_object_over_its_pages_by_bytes(void)
{
	struct placement *placement = placement_reserve();
	char *layout = make_layout();
	size_t page = linux_page_size();
	unsigned node = (unsigned)pages_node(layout);
	placement_add(placement, node, layout + page - 100, 100 + page + page + 30);
	placement_finish(placement);
	unsigned row = row_of(placement, node);
	CHECK_EQUAL(placement->objects, 1);
	CHECK_EQUAL(placement->zero[row], page);
	CHECK_EQUAL(placement->absent[row], page);
	CHECK_EQUAL(placement->unknown[row], 0);
	uint64_t placed = 0;
	for (unsigned i = 0; i < placement->node_count; i++)
		placed += placement->bytes[row][i];
	CHECK_EQUAL(placed, 100 + 30);
}

static void keeps_owners_apart(void)
{
	struct placement *placement = placement_reserve();
	char *layout = make_layout();
	unsigned here = (unsigned)pages_node(layout);
	unsigned elsewhere = here + 5;
	placement_add_node(placement, elsewhere);
	placement_add(placement, here, layout, 10);
	placement_add(placement, elsewhere, layout + 10, 20);
	placement_add(placement, elsewhere, layout + UNTOUCHED * linux_page_size(), 7);
	placement_finish(placement);
	unsigned a = row_of(placement, here), b = row_of(placement, elsewhere);
	CHECK_EQUAL(placement->bytes[a][a], 10);
	CHECK_EQUAL(placement->bytes[b][a], 20);
	CHECK_EQUAL(placement->bytes[b][b], 0);
	CHECK_EQUAL(placement->absent[b], 7);
	CHECK_EQUAL(placement->absent[a], 0);
}

static void counts_any_number_of_objects(void)
{
	enum { OBJECTS = 100000, BYTES = 48 };
	struct placement *placement = placement_reserve();
	char *start = reserve((size_t)OBJECTS * BYTES);
	unsigned node = (unsigned)pages_node(start);
	for (size_t i = 0; i < OBJECTS; i++)
		placement_add(placement, node, start + (i * 7919 % OBJECTS) * BYTES, BYTES);
	placement_finish(placement);
	unsigned row = row_of(placement, node);
	uint64_t placed = 0;
	for (unsigned i = 0; i < placement->node_count; i++)
		placed += placement->bytes[row][i];
	CHECK_EQUAL(placement->objects, OBJECTS);
	CHECK_EQUAL(placed, (uint64_t)OBJECTS * BYTES);
}

static void forgets_what_it_counted_when_cleared(void)
{
	struct placement *placement = placement_reserve();
	char *layout = make_layout();
	placement_add(placement, 0, layout, 10);
	placement_clear(placement);
	placement_finish(placement);
	CHECK_EQUAL(placement->objects, 0);
	CHECK_EQUAL(placement->node_count, 0);
}

static void open_pages(void)
{
	pages_open();
}

static const struct test tests[] = {
	{"opens pagemap", open_pages},
	{"tells written, read and untouched pages apart", tells_written_read_and_untouched_pages_apart},
	{"does not touch what it asks about", does_not_touch_what_it_asks_about},
	{"answers in order for more pages than a batch", answers_in_order_for_more_pages_than_a_batch},
	{"splits an object over its pages by bytes", splits_an_object_over_its_pages_by_bytes},
	{"keeps owners apart", keeps_owners_apart},
	{"counts any number of objects", counts_any_number_of_objects},
	{"forgets what it counted when cleared", forgets_what_it_counted_when_cleared},
};

TEST_MAIN(tests)

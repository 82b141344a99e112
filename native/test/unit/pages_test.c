#include "harness/pages.h"

#include "harness/linux.h"
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

static void distinguishes_written_read_and_untouched_pages(void)
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

static void open_pages(void)
{
	int on_stack = 0;
	pages_open();
	CHECK(pages_node(&on_stack) >= 0);
}

static const struct test tests[] = {
	{"opens pagemap", open_pages},
	{"distinguishes written, read and untouched pages", distinguishes_written_read_and_untouched_pages},
	{"does not touch what it asks about", does_not_touch_what_it_asks_about},
	{"answers in order for more pages than a batch", answers_in_order_for_more_pages_than_a_batch},
};

TEST_MAIN(tests)

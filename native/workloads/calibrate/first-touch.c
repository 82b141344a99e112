#include "first-touch.h"

#include "harness/linux.h"
#include "harness/pages.h"
#include "harness/reserve.h"

struct first_touch_result {
	uint64_t written_on_node;
	uint64_t read_placed;
};

struct first_touch {
	struct run *run;
	size_t pages;
	struct first_touch_result *results;
	uintptr_t *addresses;
	int *nodes;
};

struct first_touch *first_touch_reserve(struct run *run, size_t pages)
{
	struct first_touch *test = reserve(sizeof *test);
	test->run = run;
	test->pages = pages;
	test->results = reserve(run->thread_count * sizeof *test->results);
	test->addresses = reserve(pages * sizeof *test->addresses);
	test->nodes = reserve(pages * sizeof *test->nodes);
	return test;
}

static const int *ask_nodes(struct first_touch *test, const unsigned char *start)
{
	for (size_t i = 0; i < test->pages; i++)
		test->addresses[i] = (uintptr_t)start + i * linux_page_size();
	pages_nodes(test->pages, test->addresses, test->nodes);
	return test->nodes;
}

static uint64_t count_written(struct first_touch *test, unsigned char *start, unsigned node)
{
	uint64_t on_node = 0;
	for (size_t i = 0; i < test->pages; i++)
		*(volatile unsigned char *)(start + i * linux_page_size()) = (unsigned char)i;
	const int *nodes = ask_nodes(test, start);
	for (size_t i = 0; i < test->pages; i++) {
		on_node += nodes[i] == (int)node;
		check_add(&test->run->check, *(volatile unsigned char *)(start + i * linux_page_size()));
	}
	return on_node;
}

static uint64_t count_read(struct first_touch *test, const unsigned char *start)
{
	uint64_t placed = 0;
	for (size_t i = 0; i < test->pages; i++)
		check_add(&test->run->check, *(const volatile unsigned char *)(start + i * linux_page_size()));
	const int *nodes = ask_nodes(test, start);
	for (size_t i = 0; i < test->pages; i++)
		placed += nodes[i] >= 0;
	return placed;
}

/* A huge page under the written pages could reach into those that are only read, and place them. */
static unsigned char *reserve_small_pages(size_t bytes)
{
	unsigned char *start = reserve_untouched(bytes);
	linux_forbid_huge_pages(start, bytes);
	return start;
}

void first_touch_test(struct first_touch *test, unsigned thread)
{
	size_t bytes = test->pages * linux_page_size();
	run_pin(test->run, thread);
	unsigned char *written = reserve_small_pages(bytes);
	unsigned char *only_read = reserve_small_pages(bytes);
	test->results[thread].written_on_node = count_written(test, written, test->run->threads[thread].node);
	run_saw(test->run, thread, AT_MIDDLE);
	test->results[thread].read_placed = count_read(test, only_read);
	run_saw(test->run, thread, AT_END);
	reserve_release(written, bytes);
	reserve_release(only_read, bytes);
	test->run->operations_done += 2 * test->pages;
}

void first_touch_output(const struct first_touch *test, unsigned thread)
{
	struct output *out = &test->run->out;
	json_begin_line(out, "first-touch");
	json_unsigned_at(out, "node", test->run->threads[thread].node);
	json_unsigned_at(out, "writtenPages", test->pages);
	json_unsigned_at(out, "writtenPagesOnNode", test->results[thread].written_on_node);
	json_unsigned_at(out, "readPages", test->pages);
	json_unsigned_at(out, "readPagesPlaced", test->results[thread].read_placed);
	json_end_line(out);
}

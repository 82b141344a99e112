#include "harness/checkpoint.h"

#include <stdlib.h>
#include <unistd.h>
#include "harness/linux.h"
#include "harness/reserve.h"
#include "test.h"

/* The thread sanitizer keeps shadow memory for all that is touched. */
static void check_grew(uint64_t before, uint64_t after, uint64_t bytes)
{
#ifdef __SANITIZE_THREAD__
	CHECK(after - before >= bytes);
#else
	CHECK_EQUAL(after - before, bytes);
#endif
}

static uint64_t node_bytes(const struct checkpoint *checkpoint)
{
	uint64_t bytes = 0;
	for (unsigned i = 0; i < checkpoint->anonymous.count; i++)
		bytes += checkpoint->anonymous.nodes[i].bytes;
	return bytes;
}

static void sees_exactly_the_memory_that_was_touched_between_two_checkpoints(void)
{
	enum { BYTES = 8 << 20 };
	static struct checkpoint before, after;
	checkpoint_take(&before, "before", 0);
	checkpoint_take(&before, "before", 0);
	void *memory = reserve(BYTES);
	void *untouched = reserve_untouched(BYTES);
	checkpoint_take(&after, "after", 99);
	check_grew(before.anonymous_bytes, after.anonymous_bytes, BYTES);
	CHECK(after.resident_bytes - before.resident_bytes >= BYTES);
	CHECK(after.peak_resident_bytes >= BYTES);
	CHECK_EQUAL(after.live_bytes, 99);
	CHECK_TEXT(after.name, "after");
	if (after.anonymous.count)
		check_grew(node_bytes(&before), node_bytes(&after), BYTES);
	reserve_release(memory, BYTES);
	reserve_release(untouched, BYTES);
}

/* Each mapping is one line of numa_maps: more lines than one reading of the file holds. */
static void reads_more_mappings_than_its_buffer_holds(void)
{
	enum { MAPPINGS = 1000 };
	static struct checkpoint before, after;
	size_t page = linux_page_size();
	checkpoint_take(&before, "before", 0);
	for (int i = 0; i < MAPPINGS; i++) {
		volatile char *two = reserve_untouched(3 * page);
		two[0] = two[2 * page] = 1;
		reserve_release((char *)two + page, page);
	}
	checkpoint_take(&after, "after", 0);
	check_grew(before.anonymous_bytes, after.anonymous_bytes, 2 * MAPPINGS * page);
	if (after.anonymous.count)
		check_grew(node_bytes(&before), node_bytes(&after), 2 * MAPPINGS * page);
}

static uint64_t brk_bytes(const struct checkpoint *checkpoint)
{
	uint64_t bytes = 0;
	for (unsigned i = 0; i < checkpoint->brk_heap.count; i++)
		bytes += checkpoint->brk_heap.nodes[i].bytes;
	return bytes;
}

static void separates_the_brk_heap_from_other_memory(void)
{
	static struct checkpoint before, after;
	size_t bytes = 8 * linux_page_size();
	checkpoint_take(&before, "before", 0);
	volatile char *heap = sbrk((intptr_t)bytes);
	for (size_t i = 0; i < bytes; i += linux_page_size())
		heap[i] = 1;
	void *elsewhere = reserve(bytes);
	checkpoint_take(&after, "after", 0);
	/* The break need not lie on a page border. */
	if (after.anonymous.count)
		CHECK(brk_bytes(&after) - brk_bytes(&before) >= bytes - linux_page_size() &&
		      brk_bytes(&after) - brk_bytes(&before) <= bytes + linux_page_size());
	reserve_release(elsewhere, bytes);
}

static void counts_the_faults_of_touching(void)
{
	enum { PAGES = 64 };
	struct kernel_events before, after;
	size_t bytes = PAGES * linux_page_size();
	volatile char *memory = reserve_untouched(bytes);
	kernel_events_read(&before);
	for (size_t i = 0; i < bytes; i += linux_page_size())
		memory[i] = 1;
	kernel_events_read(&after);
	/* A huge page would bring in all of them with one fault. */
	CHECK(after.minor_faults > before.minor_faults);
#ifndef __SANITIZE_THREAD__
	CHECK(after.minor_faults - before.minor_faults <= PAGES + 2);
#endif
}

static const struct test tests[] = {
	{"sees exactly the memory that was touched between two checkpoints",
	 sees_exactly_the_memory_that_was_touched_between_two_checkpoints},
	{"reads more mappings than its buffer holds", reads_more_mappings_than_its_buffer_holds},
	{"separates the brk heap from other memory", separates_the_brk_heap_from_other_memory},
	{"counts the faults of touching", counts_the_faults_of_touching},
};

TEST_MAIN(tests)

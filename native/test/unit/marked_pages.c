/*
 * Where pages lie that automatic NUMA balancing has marked. Not among the unit tests: it needs two nodes with CPUs, and
 * balancing switched on, which the tests of a guest give it.
 */
#include "harness/pages.h"

#include <stdlib.h>
#include "harness/clock.h"
#include "harness/linux.h"
#include "harness/reserve.h"
#include "test.h"

enum { PAGES = 1024, FIRST_CPU = 0, OTHER_CPU = 2, LONGEST_WAIT_S = 30 };

static char *start;
static uintptr_t addresses[PAGES];
static int nodes[PAGES];

static unsigned long long vmstat(const char *name)
{
	char line[128];
	size_t length = strlen(name);
	unsigned long long value = 0;
	FILE *file = fopen("/proc/vmstat", "r");
	while (file && fgets(line, sizeof line, file))
		if (!strncmp(line, name, length) && line[length] == ' ')
			value = strtoull(line + length, NULL, 10);
	if (file)
		fclose(file);
	return value;
}

/* The scan runs in a thread that uses its CPU, so this one does, without a look at the pages. */
static void wait_for_marks(unsigned long long wanted)
{
	uint64_t end_ns = clock_now_ns() + LONGEST_WAIT_S * UINT64_C(1000000000);
	while (vmstat("numa_pte_updates") < wanted && clock_now_ns() < end_ns)
		;
}

static size_t count_on(unsigned node)
{
	size_t count = 0;
	pages_nodes(PAGES, addresses, nodes);
	for (size_t i = 0; i < PAGES; i++)
		count += nodes[i] == (int)node;
	return count;
}

static void knows_marked_pages(void)
{
	unsigned cpu, first, other;
	CHECK_EQUAL(linux_pin(FIRST_CPU), 0);
	linux_getcpu(&cpu, &first);
	start = reserve_untouched(PAGES * linux_page_size());
	/*
	 * A scan may come while they are written; what it has marked is not marked, nor counted, again. The last pages written
	 * are not marked as long as they wait in a batch of the CPU for their list.
	 */
	unsigned long long wanted = vmstat("numa_pte_updates") + PAGES - PAGES / 10;
	for (size_t i = 0; i < PAGES; i++) {
		addresses[i] = (uintptr_t)start + i * linux_page_size();
		*(volatile char *)addresses[i] = 1;
	}
	CHECK_EQUAL(linux_pin(OTHER_CPU), 0);
	linux_getcpu(&cpu, &other);
	CHECK(first != other);
	wait_for_marks(wanted);
	CHECK(vmstat("numa_pte_updates") >= wanted);
	CHECK_EQUAL(count_on(first), PAGES);
	/* Asked once more: asking has moved none of them. */
	CHECK_EQUAL(count_on(first), PAGES);
}

static void leaves_the_policy_as_it_was(void)
{
	struct linux_policy policy;
	CHECK_EQUAL(linux_get_policy(&policy), 0);
	CHECK_EQUAL(policy.mode, POLICY_DEFAULT);
	CHECK_EQUAL(policy.flags, 0);
}

static void open_pages(void)
{
	pages_open();
	CHECK(pages_node(&start) >= 0);
}

static const struct test tests[] = {
	{"opens pagemap", open_pages},
	{"knows the node of marked pages and does not move them", knows_marked_pages},
	{"leaves the policy as it was", leaves_the_policy_as_it_was},
};

TEST_MAIN(tests)

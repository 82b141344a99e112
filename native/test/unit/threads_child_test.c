#include "workloads/threads/child.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>
#include "harness/linux.h"
#include "harness/pages.h"
#include "workloads/threads/map.h"
#include "test.h"

enum { DEPTH_PAGES = 6 };

static struct position here(void)
{
	struct position position = {0};
	linux_getcpu(&position.cpu, &position.node);
	affinity_set(&position.affinity, position.cpu);
	return position;
}

/* With a bigger stack than any thread before it, or glibc would give it one of theirs, with the pages it has. */
static void start(struct child *child, const struct child_orders *orders, const struct position *position)
{
	static size_t stack_bytes = 1 << 20;
	pthread_attr_t attributes;
	*child = (struct child){.orders = orders, .position = position, .stamp = 0x1234567890abcdef};
	pthread_attr_init(&attributes);
	CHECK(!pthread_attr_setstacksize(&attributes, stack_bytes += linux_page_size()));
	CHECK(!pthread_create(&child->thread, &attributes, child_main, child));
	pthread_attr_destroy(&attributes);
}

static int stack_node(const struct child *child, size_t page)
{
	return pages_node((const void *)(child->frame - page * linux_page_size()));
}

/* Sanitizers have stacks of their own making: there only the end is looked at. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { PLAIN_STACKS = 0 };
#else
enum { PLAIN_STACKS = 1 };
#endif

static void touches_its_stack_down_to_the_depth_and_no_further(void)
{
	struct position position = here();
	struct child_orders orders = {.pin = PIN_SELF, .stops = true, .depth_bytes = DEPTH_PAGES * linux_page_size()};
	struct child child;
	start(&child, &orders, &position);
	child_await(&child, STAGE_FIRST_INSTRUCTION);
	CHECK(stack_node(&child, 0) >= 0);
	for (size_t page = 1; PLAIN_STACKS && page <= DEPTH_PAGES; page++)
		CHECK_EQUAL(stack_node(&child, page), PAGE_ABSENT);
	child_allow(&child, STAGE_FIRST_INSTRUCTION);
	child_await(&child, STAGE_END);
	for (size_t page = 0; page <= DEPTH_PAGES; page++)
		CHECK(stack_node(&child, page) >= 0);
	if (PLAIN_STACKS)
		CHECK_EQUAL(stack_node(&child, DEPTH_PAGES + 1), PAGE_ABSENT);
	child_allow(&child, STAGE_END);
	pthread_join(child.thread, NULL);
	CHECK(child.intact);
	CHECK_EQUAL(child.pin_error, 0);
	CHECK_EQUAL(child.seen_cpu, position.cpu);
}

static void touches_the_early_part_before_its_creator_pins_it(void)
{
	struct position position = here();
	struct child_orders orders = {
		.pin = PIN_CREATOR,
		.early_bytes = 2 * linux_page_size(),
		.depth_bytes = 4 * linux_page_size(),
	};
	struct child child;
	start(&child, &orders, &position);
	child_await(&child, STAGE_BEFORE_PIN);
	CHECK(stack_node(&child, 2) >= 0);
	if (PLAIN_STACKS)
		CHECK_EQUAL(stack_node(&child, 3), PAGE_ABSENT);
	CHECK(!affinity_apply(child.thread, &position.affinity));
	child_allow(&child, STAGE_BEFORE_PIN);
	pthread_join(child.thread, NULL);
	CHECK(child.intact);
	CHECK_EQUAL(child.seen_cpu, position.cpu);
}

static void finds_its_thread_local_storage_as_it_was_declared(void)
{
	struct position position = here();
	struct child_orders orders = {.pin = PIN_INHERITED, .tls_bytes = THREADS_TLS_BYTES};
	for (int i = 0; i < 3; i++) {
		struct child child;
		start(&child, &orders, &position);
		pthread_join(child.thread, NULL);
		CHECK(child.intact);
	}
}

static void says_that_its_thread_local_storage_was_used_before(void)
{
	struct position position = here();
	struct child_orders orders = {.pin = PIN_INHERITED, .tls_bytes = 1};
	struct child first = {.orders = &orders, .position = &position, .stamp = 1};
	struct child second = first;
	child_main(&first);
	child_main(&second);
	CHECK(first.intact);
	CHECK(!second.intact);
}

static void reports_a_cpu_it_may_not_use(void)
{
	struct position position = {.cpu = CPU_LIMIT - 1};
	struct child_orders orders = {.pin = PIN_SELF};
	struct child child;
	affinity_set(&position.affinity, position.cpu);
	start(&child, &orders, &position);
	pthread_join(child.thread, NULL);
	CHECK_EQUAL(child.pin_error, EINVAL);
}

static void says_that_it_is_gone_when_it_is_detached(void)
{
	struct position position = here();
	struct child_orders orders = {.pin = PIN_INHERITED, .detached = true};
	struct child child;
	start(&child, &orders, &position);
	child_await(&child, STAGE_GONE);
	CHECK(child.intact);
	pthread_join(child.thread, NULL);
}

/* The line of a map, with the nodes of pages that the test knows itself. */
static void maps_list_pages_from_the_top_of_the_stack_down(void)
{
	struct position position = here();
	struct child_orders orders = {.pin = PIN_SELF, .stops = true, .depth_bytes = 2 * linux_page_size()};
	struct thread_maps maps = {0};
	struct output out;
	struct child child;
	char expected[512], text[512] = {0};
	int fd = memfd_create("maps", 0);
	thread_maps_reserve(&maps, 1, orders.depth_bytes);
	start(&child, &orders, &position);
	child_await(&child, STAGE_FIRST_INSTRUCTION);
	child_allow(&child, STAGE_FIRST_INSTRUCTION);
	child_await(&child, STAGE_END);
	thread_maps_take(&maps, &child, 9, 4, STAGE_END);
	snprintf(expected, sizeof expected,
		 "{\"type\":\"thread-map\",\"creatorNode\":9,\"childNode\":%u,\"repetition\":4,\"at\":\"end\",\"descriptor\":%d,"
		 "\"tls\":[%d],\"errno\":%d,\"stack\":[%d,%d,%d]}\n",
		 position.node, pages_node((void *)child.descriptor), pages_node((void *)child.tls),
		 pages_node((void *)child.error_number), stack_node(&child, 0), stack_node(&child, 1), stack_node(&child, 2));
	child_allow(&child, STAGE_END);
	pthread_join(child.thread, NULL);
	output_open(&out, fd);
	thread_maps_output(&maps, &out);
	output_flush(&out);
	CHECK(pread(fd, text, sizeof text - 1, 0) > 0);
	CHECK_TEXT(text, expected);
	close(fd);
}

static void asks_without_touching(void)
{
	size_t page = linux_page_size();
	unsigned char *block = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct position position = here();
	struct child_orders orders = {.depth_bytes = 3 * page};
	struct child child = {
		.orders = &orders,
		.position = &position,
		.frame = (uintptr_t)block + 3 * page,
		.descriptor = (uintptr_t)&child,
		.tls = (uintptr_t)&child,
		.error_number = (uintptr_t)&child,
	};
	struct thread_maps maps = {0};
	thread_maps_reserve(&maps, 3, orders.depth_bytes);
	for (int i = 0; i < 2; i++)
		thread_maps_take(&maps, &child, 0, 0, STAGE_END);
	const struct thread_map *second = (const void *)(maps.records + maps.stride);
	CHECK_EQUAL(second->stack_count, 4);
	for (unsigned k = 0; k < second->stack_count; k++)
		CHECK_EQUAL(second->pages[second->tls_count + k], PAGE_ABSENT);
	*(volatile unsigned char *)block = 1;
	thread_maps_take(&maps, &child, 0, 0, STAGE_END);
	const struct thread_map *third = (const void *)(maps.records + 2 * maps.stride);
	CHECK_EQUAL(third->pages[third->tls_count], PAGE_ABSENT);
	CHECK(third->pages[third->tls_count + 3] >= 0);
	munmap(block, 4 * page);
}

static void open_pages(void)
{
	int on_stack = 0;
	pages_open();
	CHECK(pages_node(&on_stack) >= 0);
}

static const struct test tests[] = {
	{"opens the page map", open_pages},
	{"says that its thread-local storage was used before", says_that_its_thread_local_storage_was_used_before},
	{"touches its stack down to the depth and no further", touches_its_stack_down_to_the_depth_and_no_further},
	{"touches the early part before its creator pins it", touches_the_early_part_before_its_creator_pins_it},
	{"finds its thread-local storage as it was declared", finds_its_thread_local_storage_as_it_was_declared},
	{"reports a CPU it may not use", reports_a_cpu_it_may_not_use},
	{"says that it is gone when it is detached", says_that_it_is_gone_when_it_is_detached},
	{"maps list pages from the top of the stack down", maps_list_pages_from_the_top_of_the_stack_down},
	{"asks without touching", asks_without_touching},
};

TEST_MAIN(tests)

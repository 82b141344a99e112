#include "workloads/thread-list/descriptors.h"

#include <stdint.h>
#include "harness/reserve.h"
#include "test.h"

/* A page stands for a thread's descriptor: where it lies is all that is known of a descriptor. */
static pthread_t as_thread(unsigned char *descriptor)
{
	return (pthread_t)(uintptr_t)descriptor;
}

static void sees_a_change_in_the_descriptor_that_was_changed(void)
{
	unsigned char *first = reserve(1), *second = reserve(1);
	struct descriptors *descriptors = descriptors_reserve(2);
	descriptors_add(descriptors, as_thread(first));
	descriptors_add(descriptors, as_thread(second));
	descriptors_remember(descriptors);
	CHECK(!descriptor_changed(descriptors, 0));
	second[DESCRIPTOR_BYTES - 1] = 1;
	CHECK(!descriptor_changed(descriptors, 0));
	CHECK(descriptor_changed(descriptors, 1));
	descriptors_remember(descriptors);
	CHECK(!descriptor_changed(descriptors, 1));
}

/* musl's lies at the end of the last page of a mapping. */
static void looks_no_further_than_the_page(void)
{
	size_t page = 4096;
	unsigned char *start = reserve(page);
	struct descriptors *descriptors = descriptors_reserve(1);
	descriptors_add(descriptors, as_thread(start + page - 16));
	descriptors_remember(descriptors);
	start[page - 1] = 1;
	CHECK(descriptor_changed(descriptors, 0));
}

static void leaves_out_what_follows_a_descriptor(void)
{
	unsigned char *start = reserve(1);
	struct descriptors *descriptors = descriptors_reserve(1);
	descriptors_add(descriptors, as_thread(start));
	descriptors_remember(descriptors);
	start[DESCRIPTOR_BYTES] = 1;
	CHECK(!descriptor_changed(descriptors, 0));
}

static const struct test tests[] = {
	{"sees a change in the descriptor that was changed", sees_a_change_in_the_descriptor_that_was_changed},
	{"looks no further than the page", looks_no_further_than_the_page},
	{"leaves out what follows a descriptor", leaves_out_what_follows_a_descriptor},
};

TEST_MAIN(tests)

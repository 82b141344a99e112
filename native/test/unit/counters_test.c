#include "counters/counters.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>
#include "harness/linux.h"
#include "harness/reserve.h"
#include "test.h"

enum { PAGES = 200 };

static struct counter subtracted(struct linux_counter before, struct linux_counter after)
{
	struct counter counter = {.fd = -1, .before = before};
	counter_subtract(&counter, &after);
	return counter;
}

static void is_the_difference_of_two_readings(void)
{
	struct counter counter = subtracted((struct linux_counter){5, 100, 100}, (struct linux_counter){47, 300, 300});
	CHECK_TEXT(counter.why, "");
	CHECK_EQUAL(counter.count, 42);
	CHECK_EQUAL(counter.counting_ppm, 1000000);
}

static void says_for_which_part_of_the_time_it_counted(void)
{
	struct counter counter = subtracted((struct linux_counter){0, 0, 0}, (struct linux_counter){10, 400, 100});
	CHECK_TEXT(counter.why, "");
	CHECK_EQUAL(counter.counting_ppm, 250000);
}

static void is_lacking_when_it_went_backwards(void)
{
	struct counter counter = subtracted((struct linux_counter){7, 1, 1}, (struct linux_counter){3, 2, 2});
	CHECK_TEXT(counter.why, "it went backwards, from 7 to 3");
}

static void is_lacking_when_it_never_counted(void)
{
	struct counter never = subtracted((struct linux_counter){0, 0, 0}, (struct linux_counter){0, 400, 0});
	struct counter unwanted = subtracted((struct linux_counter){0, 9, 9}, (struct linux_counter){0, 9, 9});
	CHECK(never.why[0]);
	CHECK(unwanted.why[0]);
}

static void is_lacking_when_it_is_no_number_of_json(void)
{
	uint64_t largest = (UINT64_C(1) << 53) - 1;
	CHECK_TEXT(subtracted((struct linux_counter){0, 0, 0}, (struct linux_counter){largest, 1, 1}).why, "");
	CHECK(subtracted((struct linux_counter){0, 0, 0}, (struct linux_counter){largest + 1, 1, 1}).why[0]);
	CHECK(subtracted((struct linux_counter){1, 0, 0}, (struct linux_counter){UINT64_MAX, 1, 1}).why[0]);
}

static void *touch(void *memory)
{
	for (size_t i = 0; i < PAGES; i++)
		((volatile char *)memory)[i * linux_page_size()] = 1;
	return NULL;
}

/* Software event 2: page faults. The thread comes after the counter. */
static void counts_threads_that_came_later(void)
{
	struct linux_counter before, after;
	pthread_t thread;
	void *memory = reserve_untouched(PAGES * linux_page_size());
	linux_forbid_huge_pages(memory, PAGES * linux_page_size());
	int fd = linux_counter_open(COUNTER_SOFTWARE, 2, false);
	if (fd < 0) {
		SKIP(strerror(errno));
		return;
	}
	CHECK_EQUAL(linux_counter_read(fd, &before), 0);
	touch((char *)memory);
	reserve_release(memory, PAGES * linux_page_size());
	CHECK_EQUAL(linux_counter_read(fd, &after), 0);
	CHECK_EQUAL(after.count, before.count);
	memory = reserve_untouched(PAGES * linux_page_size());
	linux_forbid_huge_pages(memory, PAGES * linux_page_size());
	CHECK_EQUAL(linux_counter_start(fd), 0);
	CHECK_EQUAL(pthread_create(&thread, NULL, touch, memory), 0);
	pthread_join(thread, NULL);
	CHECK_EQUAL(linux_counter_stop(fd), 0);
	CHECK_EQUAL(linux_counter_read(fd, &after), 0);
	CHECK(after.count - before.count >= PAGES);
	/* Sanitizers touch memory of their own for every thread. */
#if !defined __SANITIZE_THREAD__ && !defined __SANITIZE_ADDRESS__
	CHECK(after.count - before.count < PAGES + 40);
#endif
	close(fd);
}

/* Whatever this machine permits: a row has a count or a reason, and stopping does not lose the reason. */
static void has_a_count_or_a_reason_in_every_row(void)
{
	static struct counters counters;
	counters_open(&counters);
	CHECK(counters.count > 20);
	counters_start(&counters);
	counters_stop(&counters);
	for (unsigned i = 0; i < counters.count; i++) {
		const struct counter *counter = &counters.counters[i];
		CHECK((counter->fd >= 0) == !counter->why[0]);
	}
}

static void leaves_the_kernel_out_only_where_that_still_counts_something(void)
{
	static struct counters counters;
	counters_open(&counters);
	for (unsigned i = 0; i < counters.count; i++)
		CHECK(!counters.counters[i].user_only || counters.counters[i].row.group == COUNTERS_HARDWARE);
}

static void knows_how_our_own_futex_calls_ended(void)
{
	uint32_t word = 1;
	own_calls_count();
	struct own_calls before = own_calls_read();
	linux_futex_wait(&word, 0);
	linux_futex_wake(&word, 1);
	struct own_calls since = own_calls_since(&before);
	CHECK_EQUAL(since.refused_waits, 1);
	CHECK_EQUAL(since.waking_wakes, 0);
}

static void counts_our_own_calls_by_name(void)
{
	own_calls_count();
	struct own_calls before = own_calls_read();
	char byte;
	int fd = linux_open("/proc/self/stat");
	CHECK(fd >= 0);
	CHECK_EQUAL(linux_read(fd, &byte, 1), 1);
	CHECK_EQUAL(linux_read_at(fd, &byte, 1, 0), 1);
	linux_close(fd);
	reserve_release(reserve(1), 1);
	linux_yield();
	struct own_calls since = own_calls_since(&before);
	CHECK_EQUAL(since.made[OWN_OPENAT], 1);
	CHECK_EQUAL(since.made[OWN_READ], 1);
	CHECK_EQUAL(since.made[OWN_CLOSE], 1);
	CHECK_EQUAL(since.made[OWN_MMAP], 1);
	CHECK_EQUAL(since.made[OWN_MUNMAP], 1);
	CHECK_EQUAL(since.made[OWN_SCHED_YIELD], 1);
	CHECK_EQUAL(since.made[OWN_OTHER], 1);
}

static const struct test tests[] = {
	{"a count is the difference of two readings", is_the_difference_of_two_readings},
	{"a count says for which part of the time it counted", says_for_which_part_of_the_time_it_counted},
	{"a counter that went backwards is lacking", is_lacking_when_it_went_backwards},
	{"a counter that never counted is lacking", is_lacking_when_it_never_counted},
	{"a count that is no number of JSON is lacking", is_lacking_when_it_is_no_number_of_json},
	{"a counter counts threads that came later, and only while it is started", counts_threads_that_came_later},
	{"every row has a count or a reason", has_a_count_or_a_reason_in_every_row},
	{"the kernel is left out only where that still counts something",
	 leaves_the_kernel_out_only_where_that_still_counts_something},
	{"the ends of our own futex calls are known", knows_how_our_own_futex_calls_ended},
	{"our own calls are counted by name", counts_our_own_calls_by_name},
};

TEST_MAIN(tests)

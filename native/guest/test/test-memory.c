#define _GNU_SOURCE
#include "check.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "memory.h"

static struct memory_watch watch;
static struct json json;

static void what_is_not_shared_is_anonymous(void)
{
	struct memory_counted counted;

	CHECK(memory_parse_statm("900 100 30 5 0 60 0", &counted));
	CHECK(counted.resident_kib == 400 && counted.anonymous_kib == 280);
	CHECK(!memory_parse_statm("0 0 0 0 0 0 0", &counted));
	CHECK(!memory_parse_statm("900 many", &counted) && !memory_parse_statm("", &counted));
}

static void fields_of_a_walk_are_found_by_their_whole_name(void)
{
	struct memory_walked walked = { 0 };

	CHECK(memory_parse_rollup("00400000-7ffe [rollup]\nRss:  99 kB\nAnonymous:   12 kB\nLazyFree:    3 kB\nAnonHugePages:  7 kB\n",
		&walked));
	CHECK(walked.anonymous_kib == 12 && walked.lazy_free_kib == 3);
	CHECK(!memory_parse_rollup("Rss: 99 kB\nAnonHugePages: 7 kB\n", &walked));
}

static void mappings_are_added_by_node_in_their_own_pages_without_those_of_files(void)
{
	struct memory_walked walked = { 0 };

	memory_add_mapping("55d0 default heap anon=3 dirty=3 N0=2 N1=1 kernelpagesize_kB=4", &walked);
	memory_add_mapping("7f00 bind:1 huge dirty=2 N1=2 kernelpagesize_kB=2048", &walked);
	memory_add_mapping("7f10 default file=/lib/libc.so mapped=9 N0=9 kernelpagesize_kB=4", &walked);
	memory_add_mapping("7f20 default anon=1 N99=1 kernelpagesize_kB=4", &walked);
	memory_add_mapping("7f30 default", &walked);
	CHECK(walked.node_kib[0] == 8 && walked.node_kib[1] == 4 + 2 * 2048 && !walked.node_kib[2]);
}

static bool request(const char *text, bool gate, uint32_t *every_ms)
{
	static char copy[256];

	snprintf(copy, sizeof copy, "%s", text);
	CHECK(json_parse(&json, copy));
	return memory_request(&json, gate, every_ms);
}

static void samples_are_asked_for_with_a_gate(void)
{
	uint32_t every_ms;

	CHECK(request("{\"sample\":{\"everyMs\":100}}", true, &every_ms) && every_ms == 100);
	CHECK(request("{}", false, &every_ms) && every_ms == 0);
	CHECK(!request("{\"sample\":{\"everyMs\":100}}", false, &every_ms));
	CHECK(!request("{\"sample\":{\"everyMs\":0}}", true, &every_ms));
	CHECK(!request("{\"sample\":{}}", true, &every_ms));
	CHECK(!request("{\"sample\":10}", true, &every_ms));
}

static void growth_is_seen(void)
{
	static const size_t bytes = 32 << 20;
	struct process self = { .pid = getpid() };
	struct memory_series *series = watch.series;
	char *pages;

	memory_open(&watch, 1);
	CHECK(memory_due_ms(&watch) == UINT64_MAX);
	memory_begin(&watch, &self, 1);
	CHECK(memory_due_ms(&watch) != UINT64_MAX && series->count == 1 && series->walk_count == 1);
	pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memset(pages, 1, bytes);
	watch.moment = watch.next_walk_us = 0;
	memory_sample(&watch, &self);
	munmap(pages, bytes);
	CHECK(series->count == 2 && series->walk_count == 2);
	/* statm counts in batches. */
	CHECK(series->samples[1].anonymous_kib - series->samples[0].anonymous_kib > (bytes >> 10) - 1024);
	CHECK(series->walks[1].walked.anonymous_kib - series->walks[0].walked.anonymous_kib >= bytes >> 10);
	CHECK(series->walks[1].walked.node_kib[0] > series->walks[0].walked.node_kib[0]);
}

static void a_process_that_ended_has_no_more_samples(void)
{
	struct process child = { .pid = fork() };

	if (!child.pid)
		_exit(0);
	/* Dead, and not collected yet: its files are there and empty. */
	CHECK(!waitid(P_PID, (id_t)child.pid, &(siginfo_t){ 0 }, WEXITED | WNOWAIT));
	memory_open(&watch, 1);
	memory_begin(&watch, &child, 1);
	CHECK(watch.series->gone && !watch.series->count);
	CHECK(memory_due_ms(&watch) == UINT64_MAX);
	waitpid(child.pid, NULL, 0);
}

static void samples_beyond_the_bound_are_counted(void)
{
	struct process self = { .pid = getpid() };

	memory_open(&watch, 1000);
	memory_begin(&watch, &self, 1);
	for (int i = 0; i < MEMORY_SAMPLES_MAX + 4; i++) {
		watch.moment = 0;
		memory_sample(&watch, &self);
	}
	CHECK(watch.series->count == MEMORY_SAMPLES_MAX && watch.series->dropped == 5);
}

/* Follows samples_beyond_the_bound_are_counted. Messages have the least room that holds a row, to be many. */
static void all_samples_are_sent_once_in_messages_that_fit(void)
{
	static char out[512];
	uint32_t samples = 0, walks = 0, walk_count = watch.series->walk_count;
	size_t length;

	while ((length = memory_message(&watch, out, sizeof out - 1))) {
		const struct json_value *list;
		CHECK(length < sizeof out && strlen(out) == length && json_parse(&json, out));
		list = json_member(&json, json_root(&json), "samples");
		samples += list ? list->count : 0;
		list = json_member(&json, json_root(&json), "walks");
		walks += list ? list->count : 0;
	}
	CHECK(samples == MEMORY_SAMPLES_MAX && walks == walk_count && walks > 0);
}

static void moments_that_passed_are_missed(void)
{
	struct process self = { .pid = getpid() };

	memory_open(&watch, 1000);
	memory_begin(&watch, &self, 1);
	CHECK(watch.missed == 0 && watch.moment == 1);
	watch.started_us -= 3500000;
	memory_sample(&watch, &self);
	CHECK(watch.missed == 2 && watch.moment == 4 && watch.series->count == 2);
	memory_sample(&watch, &self);
	CHECK(watch.series->count == 2);
}

int main(void)
{
	what_is_not_shared_is_anonymous();
	fields_of_a_walk_are_found_by_their_whole_name();
	mappings_are_added_by_node_in_their_own_pages_without_those_of_files();
	samples_are_asked_for_with_a_gate();
	growth_is_seen();
	a_process_that_ended_has_no_more_samples();
	samples_beyond_the_bound_are_counted();
	all_samples_are_sent_once_in_messages_that_fit();
	moments_that_passed_are_missed();
	puts("ok memory");
	return 0;
}

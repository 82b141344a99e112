#include "workloads/churn/exchange.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "test.h"

static struct exchange *make(const char *sizes, uint32_t slots, uint32_t burst, enum touch touch, uint64_t seed)
{
	struct exchange_plan plan = {.slot_count = slots, .burst = burst, .touch = touch, .steps = 60};
	CHECK(sizes_parse(&plan.sizes, sizes));
	return exchange_reserve(&plan, seed, 0, false);
}

static uint64_t check_after(struct exchange *x, int passes)
{
	exchange_fill(x, 0, x->plan.slot_count);
	for (int i = 0; i < passes; i++) {
		exchange_prepare(x);
		exchange_run(x, 0, x->plan.steps);
		exchange_verify(x);
	}
	exchange_drain(x);
	exchange_verify(x);
	return x->check.state;
}

static void reads_back_what_it_wrote_under_every_touch_and_burst(void)
{
	for (int touch = TOUCH_NONE; touch <= TOUCH_ALL; touch++)
		for (uint32_t burst = 1; burst <= 4; burst++)
			check_after(make("uniform:1-100", 12, burst == 4 ? 12 : burst, (enum touch)touch, 3), 4);
}

static void repeats_its_work_for_the_same_seed_only(void)
{
	uint64_t check = check_after(make("mix:small", 50, 2, TOUCH_ALL, 3), 3);
	CHECK_EQUAL(check_after(make("mix:small", 50, 2, TOUCH_ALL, 3), 3), check);
	CHECK(check_after(make("mix:small", 50, 2, TOUCH_ALL, 4), 3) != check);
	CHECK(check_after(make("mix:small", 50, 2, TOUCH_ALL, 3), 2) != check);
	CHECK(check_after(make("mix:small", 50, 1, TOUCH_ALL, 3), 3) != check);
}

static void frees_each_slot_of_a_burst_once(void)
{
	struct exchange *x = make("fixed:8", 20, 20, TOUCH_NONE, 3);
	exchange_prepare(x);
	for (uint32_t from = 0; from < x->plan.steps; from += 20) {
		bool taken[20] = {false};
		for (uint32_t i = from; i < from + 20; i++) {
			CHECK(!taken[x->table[i].slot]);
			taken[x->table[i].slot] = true;
		}
	}
}

static void counts_live_bytes(void)
{
	struct exchange *x = make("fixed:24", 10, 1, TOUCH_FIRST_BYTE, 3);
	exchange_fill(x, 0, x->plan.slot_count);
	CHECK_EQUAL(exchange_live_bytes(x), 240);
	exchange_drain(x);
}

static void runs_around_nothing_without_calling_malloc(void)
{
	struct exchange *x = make("fixed:8", 16, 1, TOUCH_ALL, 3);
	exchange_fill_empty(x);
	unsigned char *block = x->slots[7].block;
	for (int i = 0; i < 3; i++) {
		exchange_prepare(x);
		exchange_run_empty(x, 0, x->plan.steps);
		exchange_verify(x);
	}
	CHECK(x->slots[7].block == block);
}

/* Exit code of a child that damages one live block and then goes on. */
static int exit_code_after_damage(void)
{
	int status;
	fflush(stdout);
	pid_t child = fork();
	if (!child) {
		close(STDERR_FILENO);
		struct exchange *x = make("fixed:64", 10, 1, TOUCH_ALL, 3);
		exchange_fill(x, 0, x->plan.slot_count);
		x->slots[4].block[0] ^= 1;
		exchange_drain(x);
		exchange_verify(x);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void fails_when_a_block_was_damaged(void)
{
	CHECK_EQUAL(exit_code_after_damage(), 1);
}

static const struct test tests[] = {
	{"reads back what it wrote, under every touch and burst", reads_back_what_it_wrote_under_every_touch_and_burst},
	{"repeats its work for the same seed only", repeats_its_work_for_the_same_seed_only},
	{"frees each slot of a burst once", frees_each_slot_of_a_burst_once},
	{"counts live bytes", counts_live_bytes},
	{"runs around nothing without calling malloc", runs_around_nothing_without_calling_malloc},
	{"fails when a block was damaged", fails_when_a_block_was_damaged},
};

TEST_MAIN(tests)

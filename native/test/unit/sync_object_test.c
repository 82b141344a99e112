#include "workloads/shared/sync-object.h"

#include <pthread.h>
#include "harness/pages.h"
#include "harness/reserve.h"
#include "harness/task.h"
#include "workloads/shared/idle-threads.h"
#include "test.h"

static uintptr_t frame_of_callee;

static void note_frame(void *argument)
{
	(void)argument;
	frame_of_callee = (uintptr_t)__builtin_frame_address(0);
}

static void calls_at_the_depth_asked_for(void)
{
	at_stack_depth(0, note_frame, NULL);
	uintptr_t shallow = frame_of_callee;
	at_stack_depth(20000, note_frame, NULL);
	CHECK(shallow - frame_of_callee >= 20000 || frame_of_callee - shallow >= 20000);
}

static void finds_words_that_point_just_below_a_frame(void)
{
	unsigned char *stack = reserve(16384);
	uintptr_t frame = (uintptr_t)stack + 12000;
	uintptr_t object[4] = {7, frame - 100, 0, frame - 8};
	struct sync_thread sleeping = {.frame = frame};
	struct sync_thread *threads[] = {&sleeping};
	pages_open();
	sync_object_look(object, sizeof object, 1, threads);
	CHECK_EQUAL(sleeping.records, 2);
	CHECK_EQUAL(sleeping.record_node, pages_node(stack));
	CHECK_EQUAL(sleeping.stack_node, pages_node(stack));
}

static void finds_nothing_above_a_frame_or_far_below_it(void)
{
	unsigned char *stack = reserve(32768);
	uintptr_t frame = (uintptr_t)stack + 30000;
	uintptr_t object[3] = {frame, frame + 8, frame - 8193};
	struct sync_thread sleeping = {.frame = frame};
	struct sync_thread awake = {0};
	struct sync_thread *threads[] = {&awake, &sleeping};
	sync_object_look(object, sizeof object, 2, threads);
	CHECK_EQUAL(sleeping.records, 0);
	CHECK_EQUAL(sleeping.record_node, PAGE_ABSENT);
	CHECK_EQUAL(awake.records, 0);
}

struct sleeper {
	pthread_mutex_t mutex;
	pid_t task;
};

static void *sleep_at_mutex(void *argument)
{
	struct sleeper *sleeper = argument;
	__atomic_store_n(&sleeper->task, task_self(), __ATOMIC_RELEASE);
	pthread_mutex_lock(&sleeper->mutex);
	pthread_mutex_unlock(&sleeper->mutex);
	return NULL;
}

/* Returning at all is the test: a thread that never slept would be waited for without end. */
static void waits_until_a_thread_sleeps(void)
{
	struct sleeper sleeper = {.mutex = PTHREAD_MUTEX_INITIALIZER};
	pthread_t thread;
	pid_t task;
	pthread_mutex_lock(&sleeper.mutex);
	CHECK(!pthread_create(&thread, NULL, sleep_at_mutex, &sleeper));
	while (!(task = __atomic_load_n(&sleeper.task, __ATOMIC_ACQUIRE)))
		;
	tasks_await_sleep(1, &task);
	pthread_mutex_unlock(&sleeper.mutex);
	CHECK(!pthread_join(thread, NULL));
}

static void starts_idle_threads_and_ends_them(void)
{
	struct idle_threads *idle_threads = idle_threads_start(5, 65536);
	CHECK_EQUAL(idle_threads->count, 5);
	CHECK_EQUAL(idle_threads->arrived, 5);
	for (unsigned i = 1; i < 5; i++)
		CHECK(!pthread_equal(idle_threads->threads[0], idle_threads->threads[i]));
	idle_threads_end(idle_threads);
	idle_threads_end(idle_threads_start(0, 65536));
}

static const struct test tests[] = {
	{"calls at the depth asked for", calls_at_the_depth_asked_for},
	{"finds words that point just below a frame", finds_words_that_point_just_below_a_frame},
	{"finds nothing above a frame or far below it", finds_nothing_above_a_frame_or_far_below_it},
	{"waits until a thread sleeps", waits_until_a_thread_sleeps},
	{"starts idle threads and ends them", starts_idle_threads_and_ends_them},
};

TEST_MAIN(tests)

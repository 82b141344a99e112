#include "idle-threads.h"

#include <string.h>
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/reserve.h"
#include "harness/task.h"

struct idle_thread {
	struct idle_threads *idle_threads;
	pid_t *task;
};

static void check(int error, const char *call)
{
	if (error)
		fail("%s of an idle thread: %s", call, strerror(error));
}

static void *idle(void *argument)
{
	struct idle_thread *idle_thread = argument;
	struct idle_threads *idle_threads = idle_thread->idle_threads;
	*idle_thread->task = task_self();
	__atomic_add_fetch(&idle_threads->arrived, 1, __ATOMIC_RELEASE);
	linux_futex_wake(&idle_threads->arrived, 1);
	while (!__atomic_load_n(&idle_threads->leave, __ATOMIC_ACQUIRE))
		linux_futex_wait(&idle_threads->leave, 0);
	return idle_thread;
}

static void await_sleep(struct idle_threads *idle_threads, const pid_t tasks[])
{
	for (uint32_t now; (now = __atomic_load_n(&idle_threads->arrived, __ATOMIC_ACQUIRE)) < idle_threads->count;)
		linux_futex_wait(&idle_threads->arrived, now);
	tasks_await_sleep(idle_threads->count, tasks);
}

struct idle_threads *idle_threads_start(unsigned count, size_t stack_bytes)
{
	pthread_attr_t attributes;
	struct idle_threads *idle_threads = reserve(sizeof *idle_threads);
	idle_threads->count = count;
	idle_threads->threads = reserve(count * sizeof *idle_threads->threads);
	struct idle_thread *arguments = reserve(count * sizeof *arguments);
	pid_t *tasks = reserve(count * sizeof *tasks);
	check(pthread_attr_init(&attributes), "pthread_attr_init");
	check(pthread_attr_setstacksize(&attributes, stack_bytes), "pthread_attr_setstacksize");
	for (unsigned i = 0; i < count; i++) {
		arguments[i] = (struct idle_thread){idle_threads, &tasks[i]};
		check(pthread_create(&idle_threads->threads[i], &attributes, idle, &arguments[i]), "pthread_create");
	}
	await_sleep(idle_threads, tasks);
	return idle_threads;
}

void idle_threads_end(struct idle_threads *idle_threads)
{
	__atomic_store_n(&idle_threads->leave, 1, __ATOMIC_RELEASE);
	linux_futex_wake(&idle_threads->leave, idle_threads->count);
	for (unsigned i = 0; i < idle_threads->count; i++) {
		void *returned = NULL;
		check(pthread_join(idle_threads->threads[i], &returned), "pthread_join");
		const struct idle_thread *idle_thread = returned;
		if (!idle_thread || idle_thread->idle_threads != idle_threads)
			fail("an idle thread did not return what it was given");
	}
}

#include "idlers.h"

#include <string.h>
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/reserve.h"
#include "harness/task.h"

struct idler {
	struct idlers *idlers;
	pid_t *task;
};

static void check(int error, const char *call)
{
	if (error)
		fail("%s of an idle thread: %s", call, strerror(error));
}

static void *idle(void *argument)
{
	struct idler *idler = argument;
	struct idlers *idlers = idler->idlers;
	*idler->task = task_self();
	__atomic_add_fetch(&idlers->arrived, 1, __ATOMIC_RELEASE);
	linux_futex_wake(&idlers->arrived, 1);
	while (!__atomic_load_n(&idlers->leave, __ATOMIC_ACQUIRE))
		linux_futex_wait(&idlers->leave, 0);
	return idler;
}

static void await_sleep(struct idlers *idlers, const pid_t tasks[])
{
	for (uint32_t now; (now = __atomic_load_n(&idlers->arrived, __ATOMIC_ACQUIRE)) < idlers->count;)
		linux_futex_wait(&idlers->arrived, now);
	tasks_await_sleep(idlers->count, tasks);
}

struct idlers *idlers_start(unsigned count, size_t stack_bytes)
{
	pthread_attr_t attributes;
	struct idlers *idlers = reserve(sizeof *idlers);
	idlers->count = count;
	idlers->threads = reserve(count * sizeof *idlers->threads);
	struct idler *seats = reserve(count * sizeof *seats);
	pid_t *tasks = reserve(count * sizeof *tasks);
	check(pthread_attr_init(&attributes), "pthread_attr_init");
	check(pthread_attr_setstacksize(&attributes, stack_bytes), "pthread_attr_setstacksize");
	for (unsigned i = 0; i < count; i++) {
		seats[i] = (struct idler){idlers, &tasks[i]};
		check(pthread_create(&idlers->threads[i], &attributes, idle, &seats[i]), "pthread_create");
	}
	await_sleep(idlers, tasks);
	return idlers;
}

void idlers_end(struct idlers *idlers)
{
	__atomic_store_n(&idlers->leave, 1, __ATOMIC_RELEASE);
	linux_futex_wake(&idlers->leave, idlers->count);
	for (unsigned i = 0; i < idlers->count; i++) {
		void *returned = NULL;
		check(pthread_join(idlers->threads[i], &returned), "pthread_join");
		const struct idler *idler = returned;
		if (!idler || idler->idlers != idlers)
			fail("an idle thread did not return what it was given");
	}
}

/* Preloaded into a program of glibc: counts the mutexes that its main thread and its other threads took, and says so on stderr at the end. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static unsigned long by_main;
static unsigned long by_others;

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	static int (*next)(pthread_mutex_t *);
	if (!next)
		next = (int (*)(pthread_mutex_t *))dlsym(RTLD_NEXT, "pthread_mutex_lock");
	__atomic_add_fetch(gettid() == getpid() ? &by_main : &by_others, 1, __ATOMIC_RELAXED);
	return next(mutex);
}

__attribute__((destructor)) static void say(void)
{
	fprintf(stderr, "%lu by the main thread, %lu by others\n", by_main, by_others);
}

#include "purge.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Weak: each exists only where its allocator is linked. malloc_trim also exists beside another allocator. */
extern int mallctl(const char *, void *, size_t *, void *, size_t) __attribute__((weak));
extern void mi_collect(bool) __attribute__((weak));
extern void MallocExtension_ReleaseFreeMemory(void) __attribute__((weak));
extern int malloc_trim(size_t) __attribute__((weak));

/* An error means that there is no thread cache. */
static void purge_jemalloc_thread(void)
{
	mallctl("thread.tcache.flush", NULL, NULL, NULL, 0);
}

/* 4096 is MALLCTL_ARENAS_ALL. */
static void purge_jemalloc(void)
{
	mallctl("arena.4096.purge", NULL, NULL, NULL, 0);
}

static void purge_mimalloc(void)
{
	mi_collect(true);
}

static void purge_glibc(void)
{
	malloc_trim(0);
}

static void purge_tcmalloc(void)
{
	MallocExtension_ReleaseFreeMemory();
}

const struct purge *purge_of(const char *allocator)
{
	static const struct purge table[] = {
		{"jemalloc", purge_jemalloc_thread, purge_jemalloc},
		/* It collects the heap of the thread that asks. */
		{"mimalloc", purge_mimalloc, purge_mimalloc},
		{"glibc", NULL, purge_glibc},
		{"tcmalloc", NULL, purge_tcmalloc},
	};
	const bool callable[] = {mallctl, mi_collect, malloc_trim, MallocExtension_ReleaseFreeMemory};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (!strcmp(table[i].allocator, allocator))
			return callable[i] ? &table[i] : NULL;
	return NULL;
}

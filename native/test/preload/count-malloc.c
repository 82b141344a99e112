/* Preloaded into a program of glibc: counts its calls of malloc and free, and says so on stderr at the end. */
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t bytes);
extern void __libc_free(void *block);

static unsigned long mallocs;
static unsigned long frees;

void *malloc(size_t bytes)
{
	__atomic_add_fetch(&mallocs, 1, __ATOMIC_RELAXED);
	return __libc_malloc(bytes);
}

void free(void *block)
{
	__atomic_add_fetch(&frees, block != NULL, __ATOMIC_RELAXED);
	__libc_free(block);
}

__attribute__((destructor)) static void say(void)
{
	fprintf(stderr, "%lu mallocs %lu frees\n", mallocs, frees);
}

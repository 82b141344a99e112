/* Linked in front of glibc: another file defines malloc and its relatives, and every block is still glibc's. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *block, size_t bytes);
extern void __libc_free(void *block);

void *malloc(size_t bytes)
{
	return __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
	return __libc_calloc(count, bytes);
}

void *realloc(void *block, size_t bytes)
{
	return __libc_realloc(block, bytes);
}

void free(void *block)
{
	__libc_free(block);
}

size_t malloc_usable_size(void *block)
{
	size_t (*next)(void *) = (size_t(*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size");
	return next(block);
}

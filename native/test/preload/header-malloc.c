/*
 * Wraps the malloc of glibc or of static musl and puts a header of its own in front of each block: the libc's
 * counters move, sizes are given back as mallocng gives them, and yet no block is one of the libc's.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { HEADER_BYTES = 16 };

extern void *__libc_malloc(size_t bytes);
extern void __libc_free(void *block);

static size_t *size_of(void *block)
{
	return (size_t *)block - 1;
}

void *malloc(size_t bytes)
{
	char *block = __libc_malloc(bytes + HEADER_BYTES);
	if (!block)
		return NULL;
	*size_of(block + HEADER_BYTES) = bytes;
	return block + HEADER_BYTES;
}

void free(void *block)
{
	if (block)
		__libc_free((char *)block - HEADER_BYTES);
}

void *calloc(size_t count, size_t bytes)
{
	void *block = malloc(count * bytes);
	return block ? memset(block, 0, count * bytes) : NULL;
}

void *realloc(void *old, size_t bytes)
{
	void *block = malloc(bytes);
	if (block && old)
		memcpy(block, old, *size_of(old) < bytes ? *size_of(old) : bytes);
	free(old);
	return block;
}

size_t malloc_usable_size(void *block)
{
	return *size_of(block);
}

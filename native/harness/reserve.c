#include "reserve.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include "fail.h"
#include "linux.h"

static size_t whole_pages(size_t bytes)
{
	size_t page = linux_page_size();
	return (bytes + page - 1) & ~(page - 1);
}

void *reserve_untouched(size_t bytes)
{
	void *start = linux_map(whole_pages(bytes ? bytes : 1));
	if (start == MAP_FAILED)
		fail("the kernel refused %zu bytes for the harness: %s", bytes, strerror(errno));
	return start;
}

void *reserve(size_t bytes)
{
	volatile unsigned char *start = reserve_untouched(bytes);
	for (size_t i = 0; i < bytes; i += linux_page_size())
		start[i] = 0;
	return (void *)start;
}

void reserve_release(void *start, size_t bytes)
{
	linux_unmap(start, whole_pages(bytes ? bytes : 1));
}

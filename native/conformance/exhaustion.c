#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include "../harness/fail.h"
#include "../harness/linux.h"
#include "../harness/reserve.h"
#include "content.h"
#include "table.h"
#include "violation.h"

enum { ROOM = 24 << 20, SMALL = 1000, LARGE = 1 << 20, SPARE = 16 << 20 };

/* Address space of this process now: the first number of statm, in pages. */
static size_t address_space(void)
{
	char text[32] = "";
	int fd = open("/proc/self/statm", O_RDONLY);
	if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
		fail("/proc/self/statm cannot be read");
	close(fd);
	return strtoul(text, NULL, 10) * linux_page_size();
}

static void leave_room(size_t bytes)
{
	rlim_t limit = address_space() + bytes;
	if (setrlimit(RLIMIT_AS, &(struct rlimit){limit, limit}) < 0)
		fail("the address space cannot be limited");
}

/* Blocks until malloc says that there is none; how many. */
static size_t exhaust(void *blocks[], size_t capacity, size_t bytes)
{
	size_t count = 0;
	errno = 0;
	while (count < capacity && (blocks[count] = malloc(bytes))) {
		content_write(blocks[count], bytes, count);
		count++;
		errno = 0;
	}
	if (count == capacity)
		violation("malloc gave %zu blocks of %zu bytes within %d bytes", count, bytes, ROOM);
	if (errno != ENOMEM)
		violation("malloc gave NULL with errno %d, not ENOMEM, when memory was used up", errno);
	return count;
}

/* A size for which there never was room. */
static void require_refused_growth(void *block, size_t bytes)
{
	if (realloc(block, 2 * (ROOM + SPARE)))
		violation("realloc gave a block larger than what memory is left");
	content_require(block, bytes, 0, "after a realloc for which memory did not suffice a block");
}

static void require_recovery(size_t bytes)
{
	/* An allocator may hold some room before the limit is set, and may round sizes up. */
	size_t capacity = (ROOM + SPARE) / bytes;
	void **blocks = reserve(capacity * sizeof *blocks);
	leave_room(ROOM);
	size_t count = exhaust(blocks, capacity, bytes);
	if (!count)
		violation("malloc gave NULL for %zu bytes while %d bytes were left", bytes, ROOM);
	require_refused_growth(blocks[0], bytes);
	for (size_t i = 0; i < count; i++)
		drop_block(blocks[i], bytes, i);
	for (size_t i = 0; i < count / 2; i++)
		blocks[i] = make_block(bytes, i);
	for (size_t i = 0; i < count / 2; i++)
		drop_block(blocks[i], bytes, i);
}

/* In a process each, because memory once used for one size need not serve another. */
void check_exhaustion_small(void)
{
	require_recovery(SMALL);
}

void check_exhaustion_large(void)
{
	require_recovery(LARGE);
}

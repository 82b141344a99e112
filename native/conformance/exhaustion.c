#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/reserve.h"
#include "content.h"
#include "table.h"
#include "violation.h"

/* mimalloc maps 32 MiB at a time, and twice that to align them: less room would be none. */
enum { ROOM = 80 << 20, SMALL = 1000, LARGE = 1 << 20, SPARE = 64 << 20 };

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

/* Blocks until there are `most` or malloc says that there is no memory; how many. */
static size_t fill(void *blocks[], size_t most, size_t bytes)
{
	size_t count = 0;
	errno = 0;
	while (count < most && (blocks[count] = malloc(bytes))) {
		content_write(blocks[count], bytes, count);
		count++;
		errno = 0;
	}
	if (count < most && errno != ENOMEM)
		violation("malloc gave NULL with errno %d, not ENOMEM, when memory was used up", errno);
	return count;
}

static void drop_all(void *blocks[], size_t count, size_t bytes)
{
	for (size_t i = 0; i < count; i++)
		drop_block(blocks[i], bytes, i);
}

/* A size for which there never was room. */
static void require_refused_growth(void *block, size_t bytes)
{
	if (realloc(block, 2 * (ROOM + SPARE)))
		violation("realloc gave a block larger than what memory is left");
	content_require(block, bytes, 0, "after a realloc for which memory did not suffice a block");
}

/*
 * How much there is again after everything was freed is no one's promise: jemalloc in the middle of giving pages back may say
 * NULL after a fifth. But malloc must work again, and say ENOMEM when it does not.
 */
static void require_recovery(size_t bytes)
{
	/* An allocator may hold some room before the limit is set. */
	size_t most = (ROOM + SPARE) / bytes;
	void **blocks = reserve(most * sizeof *blocks);
	leave_room(ROOM);
	size_t count = fill(blocks, most, bytes);
	if (count == most)
		violation("malloc gave %zu blocks of %zu bytes within %d bytes", count, bytes, ROOM);
	if (!count)
		violation("malloc gave NULL for %zu bytes while %d bytes were left", bytes, ROOM);
	require_refused_growth(blocks[0], bytes);
	drop_all(blocks, count, bytes);
	size_t again = fill(blocks, count, bytes);
	if (!again)
		violation("malloc still gives NULL after %zu blocks of %zu bytes were freed", count, bytes);
	drop_all(blocks, again, bytes);
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

#include "pages.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include "fail.h"
#include "linux.h"

enum { BATCH = 64 };

static const uint64_t PRESENT_BIT = 1ull << 63;

static int pagemap = -1;

/* Errors of pages_open; 0 when all went well. */
static int pagemap_error;
static int move_pages_error;

void pages_open(void)
{
	static volatile char probe;
	void *page = (void *)((uintptr_t)&probe & ~(linux_page_size() - 1));
	int status;
	probe = 1;
	pagemap = linux_open("/proc/self/pagemap");
	pagemap_error = pagemap < 0 ? errno : 0;
	move_pages_error = linux_page_status(1, &page, &status) < 0 ? errno : 0;
}

void pages_require(void)
{
	if (pagemap_error)
		cannot_run_here("/proc/self/pagemap cannot be opened (%s): is /proc mounted?", strerror(pagemap_error));
	if (move_pages_error)
		cannot_run_here("move_pages is refused (%s): a container may forbid it, allow the system call or run outside",
				strerror(move_pages_error));
}

/* How many of the next addresses lie on neighbouring pages, so that one read of pagemap covers them. */
static size_t neighbours(size_t count, const uintptr_t addresses[], unsigned page_shift)
{
	size_t n = 1;
	while (n < count && n < BATCH && addresses[n] >> page_shift == (addresses[n - 1] >> page_shift) + 1)
		n++;
	return n;
}

static void read_present(size_t count, const uintptr_t addresses[], bool present[], bool known[])
{
	unsigned shift = (unsigned)__builtin_ctzl(linux_page_size());
	for (size_t i = 0; i < count;) {
		uint64_t entries[BATCH];
		size_t n = neighbours(count - i, addresses + i, shift);
		off_t offset = (off_t)((addresses[i] >> shift) * sizeof *entries);
		bool read = linux_read_at(pagemap, entries, n * sizeof *entries, offset) == (ssize_t)(n * sizeof *entries);
		for (size_t k = 0; k < n; k++) {
			known[i + k] = read;
			present[i + k] = read && entries[k] & PRESENT_BIT;
		}
		i += n;
	}
}

/*
 * A present page for which move_pages answers -EFAULT is the zero page, on 6.1 as on 6.12. -ENOENT for a page
 * that was present a moment ago means that it went away between the two questions.
 */
static int page_node(bool known, bool present, int status)
{
	if (!known)
		return PAGE_UNKNOWN;
	if (!present || status == -ENOENT)
		return PAGE_ABSENT;
	if (status == -EFAULT)
		return PAGE_ZERO;
	return status >= 0 ? status : PAGE_UNKNOWN;
}

static void ask_batch(size_t count, const uintptr_t addresses[], int nodes[])
{
	bool present[BATCH], known[BATCH];
	void *pages[BATCH];
	int status[BATCH];
	for (size_t i = 0; i < count; i++)
		pages[i] = (void *)(addresses[i] & ~(linux_page_size() - 1));
	read_present(count, addresses, present, known);
	bool asked = linux_page_status(count, pages, status) == 0;
	for (size_t i = 0; i < count; i++)
		nodes[i] = page_node(known[i] && asked, present[i], status[i]);
}

void pages_nodes(size_t count, const uintptr_t addresses[], int nodes[])
{
	for (size_t i = 0; i < count; i += BATCH)
		ask_batch(count - i < BATCH ? count - i : BATCH, addresses + i, nodes + i);
}

int pages_node(const void *address)
{
	uintptr_t one = (uintptr_t)address;
	int node;
	ask_batch(1, &one, &node);
	return node;
}

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

/* What the kernel says of a batch. */
struct answers {
	bool known[BATCH];
	bool present[BATCH];
	int status[BATCH];
};

static void ask_kernel(size_t count, const uintptr_t addresses[], struct answers *answers)
{
	void *pages[BATCH];
	for (size_t i = 0; i < count; i++)
		pages[i] = (void *)(addresses[i] & ~(linux_page_size() - 1));
	read_present(count, addresses, answers->present, answers->known);
	if (linux_page_status(count, pages, answers->status) < 0)
		memset(answers->known, 0, sizeof answers->known);
}

/*
 * NUMA balancing takes the permissions off pages that it wants to see used next. move_pages of 6.1 answers -ENOENT
 * for such a page; that of 6.12 knows its node.
 */
static bool is_marked(const struct answers *answers, size_t i)
{
	return answers->known[i] && answers->present[i] && answers->status[i] == -ENOENT;
}

/*
 * Reading a marked page gives it back its permissions. It would also move the page to the reader's node, but for a reader
 * with a policy of its own, which is therefore set meanwhile: the page stays, and waits for the next scan to be marked.
 */
static void unmark(size_t count, const uintptr_t addresses[], const struct answers *answers)
{
	struct linux_policy before, local = {.mode = POLICY_LOCAL};
	if (linux_get_policy(&before) < 0 || linux_set_policy(&local) < 0)
		return;
	for (size_t i = 0; i < count; i++)
		if (is_marked(answers, i))
			linux_can_read((void *)(addresses[i] & ~(linux_page_size() - 1)));
	if (linux_set_policy(&before) < 0)
		fail("the memory policy of a thread cannot be put back: %s", strerror(errno));
}

/*
 * A present page for which move_pages answers -EFAULT is the zero page, on 6.1 as on 6.12. Another that has no node even
 * after it was read may not be read at all.
 */
static int page_node(const struct answers *answers, size_t i)
{
	if (!answers->known[i])
		return PAGE_UNKNOWN;
	if (!answers->present[i])
		return PAGE_ABSENT;
	if (answers->status[i] == -EFAULT)
		return PAGE_ZERO;
	return answers->status[i] >= 0 ? answers->status[i] : PAGE_UNKNOWN;
}

static void ask_batch(size_t count, const uintptr_t addresses[], int nodes[])
{
	struct answers answers;
	size_t marked = 0;
	ask_kernel(count, addresses, &answers);
	for (size_t i = 0; i < count; i++)
		marked += is_marked(&answers, i);
	if (marked) {
		unmark(count, addresses, &answers);
		ask_kernel(count, addresses, &answers);
	}
	for (size_t i = 0; i < count; i++)
		nodes[i] = page_node(&answers, i);
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

#include "linux.h"

#include <errno.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FUTEX_WAIT_PRIVATE = 128, FUTEX_WAKE_PRIVATE = 129 };

enum { MASK_BITS = 8 * sizeof(unsigned long) };

size_t linux_page_size(void)
{
	static size_t size;
	if (!size)
		size = (size_t)sysconf(_SC_PAGESIZE);
	return size;
}

int linux_pin(unsigned cpu)
{
	unsigned long mask[CPU_LIMIT / MASK_BITS] = {0};
	if (cpu >= CPU_LIMIT) {
		errno = EINVAL;
		return -1;
	}
	mask[cpu / MASK_BITS] = 1ul << cpu % MASK_BITS;
	return (int)syscall(SYS_sched_setaffinity, 0, sizeof mask, mask);
}

int linux_getcpu(unsigned *cpu, unsigned *node)
{
	return (int)syscall(SYS_getcpu, cpu, node, NULL);
}

/* The raw call instead of libc's wrappers: an interrupted or refused wait is only a spurious wake-up here. */
void linux_futex_wait(const uint32_t *word, uint32_t expected)
{
	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}

void linux_futex_wake(const uint32_t *word, unsigned count)
{
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

static int set_policy(void *start, size_t bytes, enum memory_policy policy, size_t count, const unsigned nodes[])
{
	unsigned long mask[NODE_LIMIT / MASK_BITS] = {0};
	for (size_t i = 0; i < count; i++) {
		if (nodes[i] >= NODE_LIMIT) {
			errno = EINVAL;
			return -1;
		}
		mask[nodes[i] / MASK_BITS] |= 1ul << nodes[i] % MASK_BITS;
	}
	/* The kernel reads one bit less than the count it is given. */
	return (int)syscall(SYS_mbind, start, bytes, policy, mask, NODE_LIMIT + 1ul, 0);
}

int linux_bind(void *start, size_t bytes, unsigned node)
{
	return set_policy(start, bytes, POLICY_BIND, 1, &node);
}

int linux_interleave(void *start, size_t bytes, size_t count, const unsigned nodes[])
{
	return set_policy(start, bytes, POLICY_INTERLEAVE, count, nodes);
}

int linux_page_status(size_t count, void *const pages[], int status[])
{
	return (int)syscall(SYS_move_pages, 0, count, pages, NULL, status, 0);
}

void linux_forbid_huge_pages(void *start, size_t bytes)
{
	madvise(start, bytes, MADV_NOHUGEPAGE);
}

int linux_write_all(int fd, const void *bytes, size_t length)
{
	const char *next = bytes;
	while (length) {
		ssize_t n = write(fd, next, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		next += n;
		length -= (size_t)n;
	}
	return 0;
}

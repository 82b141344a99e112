#include "linux.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "own-calls.h"

enum { FUTEX_WAIT_BITSET_PRIVATE = 137, FUTEX_WAKE_BITSET_PRIVATE = 138 };

enum { MASK_BITS = 8 * sizeof(unsigned long) };

/* Bits 13 to 15 of a mode: balancing, relative and static nodes. */
enum { POLICY_FLAGS = 0xe000 };

int linux_get_policy(struct linux_policy *policy)
{
	int mode = 0;
	*policy = (struct linux_policy){0};
	own_call_made(OWN_OTHER);
	long end = syscall(SYS_get_mempolicy, &mode, policy->nodes, NODE_LIMIT + 1ul, NULL, 0);
	policy->mode = (unsigned)mode & ~(unsigned)POLICY_FLAGS;
	policy->flags = (unsigned)mode & POLICY_FLAGS;
	return (int)end;
}

int linux_set_policy(const struct linux_policy *policy)
{
	own_call_made(OWN_OTHER);
	return (int)syscall(SYS_set_mempolicy, policy->mode | policy->flags, policy->nodes, NODE_LIMIT + 1ul);
}

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
	own_call_made(OWN_SCHED_SETAFFINITY);
	return (int)syscall(SYS_sched_setaffinity, 0, sizeof mask, mask);
}

int linux_getcpu(unsigned *cpu, unsigned *node)
{
	return (int)syscall(SYS_getcpu, cpu, node, NULL);
}

pid_t linux_thread_id(void)
{
	own_call_made(OWN_OTHER);
	return (pid_t)syscall(SYS_gettid);
}

/* The raw call instead of libc's wrappers: an interrupted or refused wait is only a spurious wake-up here. */
void linux_futex_wait(const uint32_t *word, uint32_t expected)
{
	long end = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, expected, NULL, NULL, (long)FUTEX_OWN_BITS);
	if (end < 0 && errno == EAGAIN)
		own_wait_refused();
}

void linux_futex_wake(const uint32_t *word, unsigned count)
{
	long end = syscall(SYS_futex, word, FUTEX_WAKE_BITSET_PRIVATE, count, NULL, NULL, (long)FUTEX_OWN_BITS);
	if (end > 0)
		own_wake_woke();
}

int linux_open(const char *path)
{
	own_call_made(OWN_OPENAT);
	return (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
}

ssize_t linux_read(int fd, void *bytes, size_t room)
{
	own_call_made(OWN_READ);
	return read(fd, bytes, room);
}

ssize_t linux_read_at(int fd, void *bytes, size_t room, off_t offset)
{
	own_call_made(OWN_OTHER);
	return pread(fd, bytes, room, offset);
}

void linux_close(int fd)
{
	own_call_made(OWN_CLOSE);
	close(fd);
}

void *linux_map(size_t bytes)
{
	own_call_made(OWN_MMAP);
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

void linux_unmap(void *start, size_t bytes)
{
	own_call_made(OWN_MUNMAP);
	munmap(start, bytes);
}

/* A folder has a link from each of those in it, and two more. */
unsigned linux_count_threads(void)
{
	struct stat folder;
	own_call_made(OWN_OTHER);
	return stat("/proc/self/task", &folder) < 0 ? 0 : (unsigned)folder.st_nlink - 2;
}

void linux_yield(void)
{
	own_call_made(OWN_SCHED_YIELD);
	sched_yield();
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
	own_call_made(OWN_MBIND);
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
	own_call_made(OWN_OTHER);
	return (int)syscall(SYS_move_pages, 0, count, pages, NULL, status, 0);
}

/* A change of the signal mask that is refused, after the new mask was read, because there is no such way to change it. */
bool linux_can_read(const void *bytes)
{
	enum { NO_SUCH_WAY = -1, MASK_BYTES = 8 };
	own_call_made(OWN_OTHER);
	return syscall(SYS_rt_sigprocmask, NO_SUCH_WAY, bytes, NULL, MASK_BYTES) < 0 && errno == EINVAL;
}

void linux_forbid_huge_pages(void *start, size_t bytes)
{
	own_call_made(OWN_MADVISE);
	madvise(start, bytes, MADV_NOHUGEPAGE);
}

/* struct perf_event_attr in its first published size, and the constants that go with it. */
struct counter_attributes {
	uint32_t type;
	uint32_t bytes;
	uint64_t config;
	uint64_t sample_period;
	uint64_t sample_type;
	uint64_t read_format;
	uint64_t flags;
	uint32_t wakeup_events;
	uint32_t breakpoint_type;
	uint64_t config1;
};

enum {
	COUNTER_READ_TIMES = 1 | 2,
	COUNTER_DISABLED = 1,
	COUNTER_INHERIT = 2,
	COUNTER_EXCLUDE_KERNEL = 32,
	COUNTER_EXCLUDE_HYPERVISOR = 64,
	COUNTER_CLOSE_ON_EXEC = 8,
	COUNTER_ENABLE = 0x2400,
	COUNTER_DISABLE = 0x2401,
	COUNTER_SET_FILTER = 0x40082406,
};

int linux_counter_open(enum counter_type type, uint64_t config, bool user_only)
{
	struct counter_attributes attributes = {
		.type = type,
		.bytes = sizeof attributes,
		.config = config,
		.read_format = COUNTER_READ_TIMES,
		.flags = COUNTER_DISABLED | COUNTER_INHERIT |
			 (user_only ? COUNTER_EXCLUDE_KERNEL | COUNTER_EXCLUDE_HYPERVISOR : 0),
	};
	return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, COUNTER_CLOSE_ON_EXEC);
}

int linux_counter_filter(int fd, const char *filter)
{
	return ioctl(fd, COUNTER_SET_FILTER, filter);
}

int linux_counter_start(int fd)
{
	return ioctl(fd, COUNTER_ENABLE, 0);
}

int linux_counter_stop(int fd)
{
	return ioctl(fd, COUNTER_DISABLE, 0);
}

int linux_counter_read(int fd, struct linux_counter *counter)
{
	return read(fd, counter, sizeof *counter) == sizeof *counter ? 0 : -1;
}

bool linux_has_reader(int fd)
{
	struct pollfd end = {.fd = fd};
	return poll(&end, 1, 0) <= 0 || !(end.revents & (POLLERR | POLLHUP));
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

/*
 * The one border to Linux: every system call the benchmark makes by number, and every kernel constant it needs,
 * are in this file and linux.c. The constants are declared here because a musl toolchain has no kernel headers.
 * Functions return what the kernel returns: -1 with errno set on failure, unless they say otherwise.
 */
#ifndef NUMA_LAB_LINUX_H
#define NUMA_LAB_LINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { CPU_LIMIT = 8192, NODE_LIMIT = 1024 };

enum memory_policy {
	POLICY_DEFAULT = 0,
	POLICY_PREFERRED = 1,
	POLICY_BIND = 2,
	POLICY_INTERLEAVE = 3,
	POLICY_LOCAL = 4,
};

/* What the calling thread's memory follows: mode and flags of the mode as the kernel numbers them, and nodes. */
struct linux_policy {
	unsigned mode;
	unsigned flags;
	unsigned long nodes[NODE_LIMIT / (8 * sizeof(unsigned long))];
};

int linux_get_policy(struct linux_policy *policy);
int linux_set_policy(const struct linux_policy *policy);

/* Bytes of a base page. */
size_t linux_page_size(void);

/* Allow the calling thread on one CPU only. */
int linux_pin(unsigned cpu);

/* CPU and node the calling thread runs on at this instant, asked by system call. */
int linux_getcpu(unsigned *cpu, unsigned *node);

/*
 * The harness's own futex calls carry this bit set, so that they are not counted as those of the libc: with it in their last
 * argument, operations 137 and 138 (FUTEX_WAIT_BITSET and FUTEX_WAKE_BITSET, private) are ours and nobody else's. A macro,
 * because the kernel's filters need it as text.
 */
#define FUTEX_OWN_BITS 0x6e756d61

/* Id of the calling thread, as in /proc/self/task. */
pid_t linux_thread_id(void);

/* Sleep while *word == expected; process-private. Wakes spuriously: check the word again. */
void linux_futex_wait(const uint32_t *word, uint32_t expected);

/* Wake up to `count` sleepers on the word. */
void linux_futex_wake(const uint32_t *word, unsigned count);

/* Files of the kernel, read only. openat by number, because musl's open is two calls. */
int linux_open(const char *path);
ssize_t linux_read(int fd, void *bytes, size_t room);
ssize_t linux_read_at(int fd, void *bytes, size_t room, off_t offset);
void linux_close(int fd);

/* Private memory without content; MAP_FAILED with errno set on failure. */
void *linux_map(size_t bytes);
void linux_unmap(void *start, size_t bytes);

/* Threads of this process that the kernel has not let go yet; 0 without /proc. */
unsigned linux_count_threads(void);

/* Let another thread run while waiting for it. */
void linux_yield(void);

/* Bind pages of [start, start+bytes), not touched yet, to one node. */
int linux_bind(void *start, size_t bytes, unsigned node);

/* Spread pages of [start, start+bytes), not touched yet, over nodes in turn. */
int linux_interleave(void *start, size_t bytes, size_t count, const unsigned nodes[]);

/* Keep huge pages out of pages not touched yet, where the kernel has them. */
void linux_forbid_huge_pages(void *start, size_t bytes);

/*
 * Ask, without moving anything, on which node each page lies: move_pages with nodes=NULL. status[i] becomes a
 * node or a negated errno.
 */
int linux_page_status(size_t count, void *const pages[], int status[]);

/* Let the kernel read eight bytes, for a page fault without risk of a signal: false where they may not be read. */
bool linux_can_read(const void *bytes);

enum counter_type { COUNTER_HARDWARE = 0, COUNTER_SOFTWARE = 1, COUNTER_TRACEPOINT = 2, COUNTER_CACHE = 3 };

/* Times are those that the counter was wanted and that it was really counting. */
struct linux_counter {
	uint64_t count;
	uint64_t wanted_ns;
	uint64_t counting_ns;
};

/*
 * A stopped counter of the calling thread and of all threads and processes made afterwards (perf_event_open): a file
 * descriptor. The filter, of a tracepoint only, is in the kernel's language.
 */
int linux_counter_open(enum counter_type type, uint64_t config, bool user_only);
int linux_counter_filter(int fd, const char *filter);
int linux_counter_start(int fd);
int linux_counter_stop(int fd);
int linux_counter_read(int fd, struct linux_counter *counter);

/* False where a pipe or socket has lost its other end; true of anything else. */
bool linux_has_reader(int fd);

/* Write all bytes, whatever the number of calls that takes; -1 on error. */
int linux_write_all(int fd, const void *bytes, size_t length);

#endif

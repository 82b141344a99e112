/*
 * The one border to Linux: every system call the benchmark makes by number, and every kernel constant it needs,
 * are in this file and linux.c. The constants are declared here because musl-gcc has no kernel headers.
 * Functions return what the kernel returns: -1 with errno set on failure, unless they say otherwise.
 */
#ifndef NUMA_LAB_LINUX_H
#define NUMA_LAB_LINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { CPU_LIMIT = 8192, NODE_LIMIT = 1024 };

enum memory_policy {
	POLICY_DEFAULT = 0,
	POLICY_PREFERRED = 1,
	POLICY_BIND = 2,
	POLICY_INTERLEAVE = 3,
};

/* Bytes of a base page. */
size_t linux_page_size(void);

/* Allow the calling thread on one CPU only. */
int linux_pin(unsigned cpu);

/* CPU and node the calling thread runs on at this instant, asked by system call. */
int linux_getcpu(unsigned *cpu, unsigned *node);

/* Sleep while *word == expected; process-private. Wakes spuriously: check the word again. */
void linux_futex_wait(const uint32_t *word, uint32_t expected);

/* Wake up to `count` sleepers on the word. */
void linux_futex_wake(const uint32_t *word, unsigned count);

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

/* Write all bytes, whatever the number of calls that takes; -1 on error. */
int linux_write_all(int fd, const void *bytes, size_t length);

#endif

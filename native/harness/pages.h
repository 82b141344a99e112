/*
 * On which node pages lie. The present bit of /proc/self/pagemap is read first, because move_pages on Linux 6.1
 * gives the same answer to an absent page and to the zero page. Reading it needs no privilege.
 *
 * That kernel has no node either for a page that automatic NUMA balancing has marked, to see who uses it next. Such a
 * page is read once, in a way that does not move it, and asked about again; it is marked again by the next scan.
 */
#ifndef NUMA_LAB_PAGES_H
#define NUMA_LAB_PAGES_H

#include <stddef.h>
#include <stdint.h>

/* Values of a page's node that are no node. */
enum { PAGE_ABSENT = -1, PAGE_ZERO = -2, PAGE_UNKNOWN = -3 };

/*
 * Open pagemap and try move_pages once. Where either is forbidden, every page is PAGE_UNKNOWN from then on: times can
 * still be taken there. The harness calls it before the workload runs.
 */
void pages_open(void);

/* Exits 77 when pages_open met a refusal: for runs whose result is where pages lie. */
void pages_require(void);

/*
 * nodes[i] becomes the node of the page that holds addresses[i], or PAGE_ABSENT, PAGE_ZERO or PAGE_UNKNOWN.
 * Neighbouring addresses in ascending order are asked in batches. Uses less than 2 KiB of the caller's stack, no
 * allocation, and may be called by several threads at once. No page is written, placed or moved.
 */
void pages_nodes(size_t count, const uintptr_t addresses[], int nodes[]);

/* The same for one address. */
int pages_node(const void *address);

#endif

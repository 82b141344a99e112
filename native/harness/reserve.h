/*
 * Memory of the harness: straight from mmap, so that the allocator under test never sees it, and written page by
 * page by the calling thread, so that it lies on that thread's node (under a first-touch policy) and faults
 * before the clock starts.
 */
#ifndef NUMA_LAB_RESERVE_H
#define NUMA_LAB_RESERVE_H

#include <stddef.h>

/* Zeroed, touched, page-aligned memory. Never NULL: ends the program when the kernel refuses. */
void *reserve(size_t bytes);

/* Page-aligned memory that no one has touched yet. */
void *reserve_untouched(size_t bytes);

void reserve_release(void *start, size_t bytes);

#endif

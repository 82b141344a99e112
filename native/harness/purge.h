/*
 * Make the allocator give back to the kernel what it can: allocators that keep freed memory for a while, or for good, are
 * otherwise compared by their patience. The one thing that the harness asks of an allocator beyond malloc and free.
 */
#ifndef NUMA_LAB_PURGE_H
#define NUMA_LAB_PURGE_H

struct purge {
	/* As a proof names it. */
	const char *allocator;
	/* What the calling thread keeps for itself goes back to the allocator; NULL where nothing can be asked of it. */
	void (*thread)(void);
	/* What the allocator keeps goes back to the kernel. */
	void (*process)(void);
};

/* NULL for an allocator that cannot be asked, such as musl's. */
const struct purge *purge_of(const char *allocator);

#endif

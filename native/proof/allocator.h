/*
 * How to recognise one allocator, and the blocks it is asked about. A library that is merely linked has an interface
 * that answers (glibc's mallinfo2 is there under jemalloc too), so three things are wanted before an allocator is
 * named: its interface answers, its counter moves when malloc is called, and it owns the blocks that malloc returned.
 */
#ifndef NUMA_LAB_PROOF_ALLOCATOR_H
#define NUMA_LAB_PROOF_ALLOCATOR_H

#include "memory.h"
#include "proof.h"

/* A block that malloc, calloc or realloc returned, in this thread or another one. */
struct probe {
	const unsigned char *block;
	size_t usable_bytes;
};

struct allocator {
	const char *name;
	/* Is the interface there, and does it say a version? Fills allocator_version. */
	bool (*answers)(struct proof *proof);
	/* Bytes allocated so far, by the interface; NULL where there is no such counter. */
	uint64_t (*allocated)(void);
	/*
	 * Is the block memory of this very allocator, judged by its address? Asked once the counter has moved: jemalloc
	 * would crash on a foreign address. Without a counter it must survive any block.
	 */
	bool (*owns)(const struct probe *probe);
	/* Settings and defaults, asked when everything else agreed; NULL for none. */
	void (*describe)(struct proof *proof);
	/* Which interface answered, in words. */
	const char *evidence;
	/* What `owns` looked at: "<this> 8 of 8 blocks". */
	const char *ownership;
};

/* Mappings of the process before its first malloc (as far as the program can know) and after the probes. */
extern struct memory memory_before, memory_after;

/* The version of an allocator that is a part of the libc. */
void proof_take_version_of_libc(struct proof *proof);

/* Does every size of the fingerprint follow the law from requested to usable size? */
bool proof_sizes_follow(const struct proof *proof, size_t (*law)(size_t requested));

#endif

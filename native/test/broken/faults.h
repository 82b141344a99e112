/*
 * What can be wrong with the allocator of this folder. It is compiled once for each fault, with -DFAULT=<name>; the others are
 * then constants that leave nothing in the program.
 */
#ifndef NUMA_LAB_TEST_FAULTS_H
#define NUMA_LAB_TEST_FAULTS_H

enum fault {
	NONE,
	/* Blocks of 65 to 80 bytes lie 8 bytes beside their alignment. */
	MALLOC_MISALIGNS,
	/* The alignment that was asked for is ignored. */
	ALIGNED_ALLOC_IGNORES,
	POSIX_MEMALIGN_IGNORES,
	MEMALIGN_IGNORES,
	/* posix_memalign takes every alignment. */
	POSIX_MEMALIGN_ACCEPTS,
	/* Memory is believed to be zero although it is not; used again, it is not cleared. */
	CALLOC_TRUSTS,
	CALLOC_KEEPS,
	/* The product of the two sizes is not checked. */
	CALLOC_WRAPS,
	REALLOCARRAY_WRAPS,
	/* The largest sizes become small when the header is added. */
	SIZES_WRAP,
	/* The last bytes are not moved; the old block is freed although there is no new one; errno is not set; NULL is refused. */
	REALLOC_LOSES_TAIL,
	REALLOC_FREES,
	REALLOC_SILENT,
	REALLOC_REFUSES_NULL,
	/* All blocks of no bytes are one. */
	ZERO_SHARED,
	/* free reads the header of NULL; free sets errno. */
	FREE_READS_NULL,
	FREE_SETS_ERRNO,
	/* The sizes it gives reach into the next block. */
	USABLE_TOO_LARGE,
	/* Blocks of 1 to 2 KiB reach into the next one. */
	BLOCKS_OVERLAP,
	/* There is no lock; the lock stays held in a forked child; a thread's last block is lost with it. */
	UNLOCKED,
	FORK_KEEPS_LOCK,
	THREAD_TAKES_ALONG,
	/* Without memory the program is ended; errno is not set; there is none ever after. */
	EXHAUSTED_ABORTS,
	EXHAUSTED_SILENT,
	EXHAUSTED_FOR_EVER,
};

#define BROKEN(fault) (FAULT == (fault))

#endif

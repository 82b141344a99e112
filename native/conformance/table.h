/* All checks of the conformance suite. */
#ifndef NUMA_LAB_CONFORMANCE_TABLE_H
#define NUMA_LAB_CONFORMANCE_TABLE_H

/*
 * `run` returns when the allocator does as it must, and calls violation() when not. What it does not free goes with its
 * process.
 */
struct conformance_check {
	const char *name;
	void (*run)(void);
};

/* Ends with a row without a name. */
extern const struct conformance_check conformance_table[];

/* aligned.c */
void check_malloc_aligns(void);
void check_aligned_alloc_aligns(void);
void check_posix_memalign_aligns(void);
void check_memalign_aligns(void);
void check_posix_memalign_refuses(void);

/* zeroes.c */
void check_calloc_zeroes_fresh(void);
void check_calloc_zeroes_reused(void);

/* limits.c */
void check_huge_sizes(void);
void check_calloc_overflow(void);
void check_reallocarray_overflow(void);
void check_realloc_refuses(void);
void check_realloc_says_enomem(void);

/* resize.c */
void check_realloc_keeps_content(void);
void check_realloc_of_null(void);

/* zero-size.c */
void check_size_zero(void);
void check_free_null(void);

/* usable-size.c */
void check_usable_size(void);
void check_no_overlap(void);

/* kept-errno.c */
void check_errno_kept_by_free(void);

/* threads.c */
void check_threads_exchange(void);
void check_threads_exit(void);

/* fork.c */
void check_fork_among_threads(void);

/* exhaustion.c */
void check_exhaustion_small(void);
void check_exhaustion_large(void);

#endif

#include "table.h"

#include <stddef.h>

const struct conformance_check conformance_table[] = {
	{"malloc-aligns", check_malloc_aligns},
	{"aligned-alloc-aligns", check_aligned_alloc_aligns},
	{"posix-memalign-aligns", check_posix_memalign_aligns},
	{"memalign-aligns", check_memalign_aligns},
	{"posix-memalign-refuses", check_posix_memalign_refuses},
	{"calloc-zeroes-fresh", check_calloc_zeroes_fresh},
	{"calloc-zeroes-reused", check_calloc_zeroes_reused},
	{"huge-sizes", check_huge_sizes},
	{"calloc-overflow", check_calloc_overflow},
	{"reallocarray-overflow", check_reallocarray_overflow},
	{"realloc-refuses", check_realloc_refuses},
	{"realloc-says-enomem", check_realloc_says_enomem},
	{"realloc-keeps-content", check_realloc_keeps_content},
	{"realloc-of-null", check_realloc_of_null},
	{"size-zero", check_size_zero},
	{"free-null", check_free_null},
	{"usable-size", check_usable_size},
	{"no-overlap", check_no_overlap},
	{"errno-kept-by-free", check_errno_kept_by_free},
	{"threads-exchange", check_threads_exchange},
	{"threads-exit", check_threads_exit},
	{"fork-among-threads", check_fork_among_threads},
	{"exhaustion-small", check_exhaustion_small},
	{"exhaustion-large", check_exhaustion_large},
	{NULL, NULL},
};

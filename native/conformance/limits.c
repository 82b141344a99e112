#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include "content.h"
#include "table.h"
#include "violation.h"

/* No object can be as large as these; the last ones become small when a header is added to them. */
static const size_t huge_sizes[] = {
	(size_t)PTRDIFF_MAX + 1, (size_t)PTRDIFF_MAX + 4097, SIZE_MAX / 4 * 3, SIZE_MAX - (1 << 20),
	SIZE_MAX - 8192,	 SIZE_MAX - 4096,	     SIZE_MAX - 4095,  SIZE_MAX - 64,
	SIZE_MAX - 32,		 SIZE_MAX - 16,		     SIZE_MAX - 15,    SIZE_MAX - 8,
	SIZE_MAX - 7,		 SIZE_MAX - 1,		     SIZE_MAX,
};

enum { HUGE_SIZES = sizeof huge_sizes / sizeof *huge_sizes };

/* Two factors whose product has lost its high half: what is left is 0, 1, 16, 48, 4096 or some gigabytes. */
static const size_t overflowing[][2] = {
	{SIZE_MAX / 2 + 1, 2},
	{2, SIZE_MAX / 2 + 1},
	{SIZE_MAX, SIZE_MAX},
	{SIZE_MAX / 16 + 2, 16},
	{48, SIZE_MAX / 16 + 2},
	{(size_t)1 << 33, ((size_t)1 << 31) + 1},
	{(SIZE_MAX >> 12) + 2, 4096},
	{SIZE_MAX / 2 + 1, SIZE_MAX / 2 + 1},
};

enum { OVERFLOWING = sizeof overflowing / sizeof *overflowing };

static void require_refusal(const void *block, const char *function, size_t bytes)
{
	int error = errno;
	if (block)
		violation("%s gave a block for %zu bytes", function, bytes);
	if (error != ENOMEM)
		violation("%s refused %zu bytes with errno %d, not ENOMEM", function, bytes, error);
	errno = 0;
}

static void refuse_everywhere(size_t bytes)
{
	int untouched;
	void *block = &untouched;
	errno = 0;
	require_refusal(malloc(bytes), "malloc", bytes);
	require_refusal(calloc(1, bytes), "calloc", bytes);
	require_refusal(calloc(bytes, 1), "calloc", bytes);
	require_refusal(realloc(NULL, bytes), "realloc of NULL", bytes);
	require_refusal(aligned_alloc(64, bytes & ~(size_t)63), "aligned_alloc", bytes & ~(size_t)63);
	/* No standard knows memalign, so none says what errno is then. */
	if (memalign(4096, bytes))
		violation("memalign gave a block for %zu bytes", bytes);
	int error = posix_memalign(&block, 4096, bytes);
	if (error != ENOMEM)
		violation("posix_memalign gave %d, not ENOMEM, for %zu bytes", error, bytes);
	if (block && block != &untouched)
		violation("posix_memalign refused %zu bytes and stored a pointer", bytes);
}

void check_huge_sizes(void)
{
	for (int i = 0; i < HUGE_SIZES; i++)
		refuse_everywhere(huge_sizes[i]);
	drop_block(make_block(1000, 1), 1000, 1);
}

void check_calloc_overflow(void)
{
	for (int i = 0; i < OVERFLOWING; i++) {
		const size_t *pair = overflowing[i];
		errno = 0;
		void *block = calloc(pair[0], pair[1]);
		if (block || errno != ENOMEM)
			violation("calloc(%zu, %zu) gave %s with errno %d, not NULL with ENOMEM", pair[0], pair[1],
				  block ? "a block" : "NULL", errno);
	}
}

void check_reallocarray_overflow(void)
{
	enum { BYTES = 1000 };
	void *block = make_block(BYTES, 1);
	for (int i = 0; i < OVERFLOWING; i++) {
		const size_t *pair = overflowing[i];
		errno = 0;
		void *moved = reallocarray(block, pair[0], pair[1]);
		if (moved || errno != ENOMEM)
			violation("reallocarray(block, %zu, %zu) gave %s with errno %d, not NULL with ENOMEM", pair[0],
				  pair[1], moved ? "a block" : "NULL", errno);
		content_require(block, BYTES, 1, "after a refused reallocarray a block");
	}
	free(block);
}

/* The block must be as it was; what errno is then is a check of its own. */
static void refuse_to_resize(void *block, size_t bytes)
{
	for (int i = 0; i < HUGE_SIZES; i++) {
		if (realloc(block, huge_sizes[i]))
			violation("realloc gave a block for %zu bytes", huge_sizes[i]);
		/* A block that was freed after all is given out again, and its content goes. */
		void *other = make_block(bytes, 2);
		content_require(block, bytes, 1, "after a refused realloc a block");
		drop_block(other, bytes, 2);
	}
}

void check_realloc_refuses(void)
{
	static const size_t sizes[] = {1, 24, 1000, 5000, 200000, 3 << 20};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		void *block = make_block(sizes[i], 1);
		refuse_to_resize(block, sizes[i]);
		drop_block(block, sizes[i], 1);
	}
}

/* POSIX; C does not ask for it. jemalloc 5.3.0 is known not to do it, later ones do (its pull request 2620). */
void check_realloc_says_enomem(void)
{
	void *block = make_block(1000, 1);
	for (int i = 0; i < HUGE_SIZES; i++) {
		errno = 0;
		require_refusal(realloc(block, huge_sizes[i]), "realloc", huge_sizes[i]);
	}
	free(block);
}

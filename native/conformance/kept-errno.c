#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include "content.h"
#include "table.h"
#include "violation.h"

enum { SMALL_BLOCKS = 400 };

static void free_keeping(void *block, int error, const char *what, size_t bytes)
{
	errno = error;
	free(block);
	if (errno != error)
		violation("free of %s of %zu bytes changed errno from %d to %d", what, bytes, error, errno);
}

static void free_small(int error)
{
	void *blocks[SMALL_BLOCKS];
	for (size_t i = 0; i < SMALL_BLOCKS; i++)
		blocks[i] = make_block(1 + i * 7, i);
	/* From the last on, so that memory at the end of a heap becomes free and may go back to the kernel. */
	for (size_t i = SMALL_BLOCKS; i-- > 0;)
		free_keeping(blocks[i], error, "a block", 1 + i * 7);
}

static void free_large(int error)
{
	for (size_t bytes = 1 << 16; bytes <= 64 << 20; bytes *= 2) {
		void *block = require_block(malloc(bytes), "malloc", bytes);
		/* The first page only: what is large here is the address space. */
		content_write(block, 4096, bytes);
		free_keeping(block, error, "a block", bytes);
	}
}

static void free_aligned(int error)
{
	for (size_t alignment = 32; alignment <= 1 << 20; alignment *= 2) {
		free_keeping(require_block(memalign(alignment, 100), "memalign", 100), error, "an aligned block", 100);
		free_keeping(require_block(memalign(alignment, 1 << 20), "memalign", 1 << 20), error, "an aligned block",
			     1 << 20);
	}
}

/*
 * POSIX asks for it since 2024; glibc since 2.33 and musl since 1.2.2 do it. Callers free on their way out with an error
 * in errno.
 */
void check_errno_kept_by_free(void)
{
	static const int errors[] = {0, ENOENT, EINVAL};
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		free_small(errors[i]);
		free_large(errors[i]);
		free_aligned(errors[i]);
	}
}

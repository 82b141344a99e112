#include <errno.h>
#include <stdlib.h>
#include "content.h"
#include "table.h"
#include "violation.h"

enum { BLOCKS = 300, KINDS = 4 };

/* realloc(block, 0) is not among them: C leaves open what it does. */
static void *empty_block(int kind)
{
	switch (kind) {
	case 0:
		return malloc(0);
	case 1:
		return calloc(0, 8);
	case 2:
		return calloc(8, 0);
	default:
		return realloc(NULL, 0);
	}
}

static void require_distinct(void *const blocks[], int count)
{
	for (int i = 0; i < count; i++)
		for (int j = i + 1; j < count; j++)
			if (blocks[i] && blocks[i] == blocks[j])
				violation("two live blocks, one of them of 0 bytes, have the same address");
}

/*
 * NULL, or an address of its own that can be freed. Every fifth block is one of a byte, which must be apart from the
 * empty ones too.
 */
void check_size_zero(void)
{
	void *blocks[BLOCKS];
	for (int i = 0; i < BLOCKS; i++)
		blocks[i] = i % 5 ? empty_block(i % KINDS) : make_block(1, (uint64_t)i);
	require_distinct(blocks, BLOCKS);
	for (int i = 0; i < BLOCKS; i += 5)
		content_require(blocks[i], 1, (uint64_t)i, "beside empty blocks a block");
	for (int i = 0; i < BLOCKS; i++)
		free(blocks[i]);
	drop_block(make_block(1000, 1), 1000, 1);
}

void check_free_null(void)
{
	void *block = make_block(1000, 1);
	errno = ENOENT;
	for (int i = 0; i < 100; i++)
		free(NULL);
	if (errno != ENOENT)
		violation("free(NULL) changed errno to %d", errno);
	drop_block(block, 1000, 1);
}

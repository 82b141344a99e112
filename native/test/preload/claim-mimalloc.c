/*
 * Claims to be mimalloc while malloc is the libc's. COUNTS: its counter moves as much as the proof allocates, but it
 * knows no block. Otherwise it knows every block, and its counter stands still.
 */
#include <stdbool.h>
#include <stddef.h>

struct area {
	void *blocks;
	size_t reserved, committed, used, block_size;
};

int mi_version(void)
{
	return 209;
}

bool mi_is_in_heap_region(const void *block)
{
	(void)block;
	return !COUNTS;
}

void *mi_heap_get_default(void)
{
	return NULL;
}

typedef bool visitor(const void *heap, const struct area *, void *block, size_t bytes, void *data);

bool mi_heap_visit_blocks(const void *heap, bool all, visitor *visit, void *data)
{
	static struct area area = {.block_size = 3072};
	(void)all;
	area.used += COUNTS * 8;
	return visit(heap, &area, NULL, area.block_size, data);
}

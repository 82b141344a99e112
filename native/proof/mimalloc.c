#include "allocator.h"

#include <stdio.h>

/* Declared here, weak: they exist only where mimalloc is linked. */
struct mi_heap;
/* The fields that it begins with in versions 2 and 3. */
struct mi_area {
	void *blocks;
	size_t reserved, committed, used, block_size;
};
typedef bool mi_visitor(const struct mi_heap *, const struct mi_area *, void *block, size_t bytes, void *data);
extern int mi_version(void) __attribute__((weak));
extern bool mi_is_in_heap_region(const void *) __attribute__((weak));
extern bool mi_heap_visit_blocks(const struct mi_heap *, bool, mi_visitor *, void *) __attribute__((weak));
/* The heap that malloc uses: versions before 3.3 have the one, later ones the other. */
extern struct mi_heap *mi_heap_get_default(void) __attribute__((weak));
extern struct mi_heap *mi_heap_main(void) __attribute__((weak));

/* 209 is 2.0.9; newer versions have two digits for minor and patch: 30403 is 3.4.3. */
static bool answers(struct proof *proof)
{
	if (!mi_version || !mi_is_in_heap_region || !mi_heap_visit_blocks || !(mi_heap_get_default || mi_heap_main))
		return false;
	int version = mi_version();
	int base = version < 10000 ? 10 : 100;
	snprintf(proof->allocator_version, sizeof proof->allocator_version, "%d.%d.%d", version / base / base,
		 version / base % base, version % base);
	return true;
}

static bool add_area(const struct mi_heap *heap, const struct mi_area *area, void *block, size_t bytes, void *data)
{
	(void)heap, (void)block, (void)bytes;
	*(uint64_t *)data += area->used * area->block_size;
	return true;
}

static uint64_t allocated(void)
{
	uint64_t bytes = 0;
	mi_heap_visit_blocks(mi_heap_get_default ? mi_heap_get_default() : mi_heap_main(), false, add_area, &bytes);
	return bytes;
}

static bool owns(const struct probe *probe)
{
	return mi_is_in_heap_region(probe->block);
}

const struct allocator mimalloc_allocator = {
	.name = "mimalloc",
	.answers = answers,
	.allocated = allocated,
	.owns = owns,
	.evidence = "mi_version; what mi_heap_visit_blocks finds grew with malloc",
	.ownership = "mi_is_in_heap_region knows",
};

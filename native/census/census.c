#include "census.h"

#include <malloc.h>
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/reserve.h"
#include "parts.h"

enum { LINE_BYTES = 64, REGION_BYTES = 2 << 20 };

struct census *census_reserve(enum census_kind kind, size_t capacity)
{
	struct census *census = reserve(sizeof *census);
	census->kind = kind;
	census->capacity = capacity;
	census->pending = reserve(capacity * sizeof *census->pending);
	census->sorted = reserve(capacity * sizeof *census->sorted);
	census->digits = reserve((1u << CENSUS_DIGIT_BITS) * sizeof *census->digits);
	census->pages = reserve(CENSUS_CHUNK_PAGES * sizeof *census->pages);
	census->page_nodes = reserve(CENSUS_CHUNK_PAGES * sizeof *census->page_nodes);
	return census;
}

size_t census_unit_bytes(enum census_unit unit)
{
	switch (unit) {
	case CENSUS_LINE:
		return LINE_BYTES;
	case CENSUS_PAGE:
		return linux_page_size();
	case CENSUS_REGION:
	case CENSUS_UNITS:
		break;
	}
	return REGION_BYTES;
}

unsigned census_node_index(struct census *census, unsigned node)
{
	for (unsigned i = 0; i < census->node_count; i++)
		if (census->nodes[i] == node)
			return i;
	if (census->node_count == CENSUS_NODES)
		fail("memory lies on more than %d nodes, which the census cannot hold", CENSUS_NODES);
	census->nodes[census->node_count] = node;
	return census->node_count++;
}

void census_add_node(struct census *census, unsigned node)
{
	census_node_index(census, node);
}

void census_add(struct census *census, unsigned owner_node, const void *object, size_t bytes)
{
	if (census->pending_count == census->capacity)
		fail("bug: more than the %zu objects that the census has room for", census->capacity);
	census->pending[census->pending_count++] = (struct census_object){
		.address = (uintptr_t)object,
		.bytes = (uint32_t)bytes,
		.owner = (uint16_t)census_node_index(census, owner_node),
	};
}

struct census_class *census_class_of(struct census *census, const struct census_object *object)
{
	unsigned above = 0;
	while (above < CENSUS_CLASSES - 1 && (uint64_t)object->bytes > 1ull << (CENSUS_SMALLEST_CLASS_BITS + above))
		above++;
	return &census->classes[above];
}

void census_count_classes(struct census *census)
{
	for (size_t i = 0; i < census->pending_count; i++) {
		const struct census_object *object = &census->pending[i];
		struct census_class *class = census_class_of(census, object);
		class->objects++;
		class->requested_bytes += object->bytes;
		class->page_sharing_objects += object->shares >> CENSUS_PAGE & 1;
		if (census->kind == CENSUS_BLOCKS)
			class->usable_bytes += malloc_usable_size((void *)object->address);
	}
}

void census_finish(struct census *census)
{
	census_sort(census->pending_count, census->pending, census->sorted, census->digits);
	census_count_neighbours(census);
	census_count_sharing(census);
	census_count_pages(census);
	census_count_classes(census);
	census->objects += census->pending_count;
	census->pending_count = 0;
}

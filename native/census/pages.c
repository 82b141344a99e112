/* On which nodes the bytes of objects lie. */
#include <stdbool.h>
#include "harness/linux.h"
#include "harness/pages.h"
#include "parts.h"

/* The part of one object inside one page. */
struct piece {
	const struct census_object *object;
	uintptr_t page;
	uint64_t bytes;
};

/* Where in the sorted objects the next piece begins. */
struct walk {
	size_t object;
	uint64_t offset;
};

static bool next_piece(const struct census *census, struct walk *walk, struct piece *piece)
{
	uint64_t page_bytes = linux_page_size();
	if (walk->object == census->pending_count)
		return false;
	const struct census_object *object = &census->pending[walk->object];
	uint64_t in_page = (object->address + walk->offset) % page_bytes;
	uint64_t left = object->bytes - walk->offset;
	piece->object = object;
	piece->page = object->address + walk->offset - in_page;
	piece->bytes = left < page_bytes - in_page ? left : page_bytes - in_page;
	walk->offset += piece->bytes;
	if (walk->offset == object->bytes)
		*walk = (struct walk){walk->object + 1, 0};
	return true;
}

/* Pages of the next pieces, each once, until a chunk is full; objects are sorted, so that pages ascend. */
static size_t collect_pages(const struct census *census, struct walk walk)
{
	struct piece piece;
	size_t count = 0;
	while (next_piece(census, &walk, &piece)) {
		if (count && census->pages[count - 1] == piece.page)
			continue;
		if (count == CENSUS_CHUNK_PAGES)
			break;
		census->pages[count++] = piece.page;
	}
	return count;
}

static void count_piece(struct census *census, const struct piece *piece, int node)
{
	unsigned owner = piece->object->owner;
	switch (node) {
	case PAGE_ABSENT:
		census->absent[owner] += piece->bytes;
		return;
	case PAGE_ZERO:
		census->zero[owner] += piece->bytes;
		return;
	case PAGE_UNKNOWN:
		census->unknown[owner] += piece->bytes;
		return;
	}
	unsigned page = census_node_index(census, (unsigned)node);
	struct census_class *class = census_class_of(census, piece->object);
	census->bytes[owner][page] += piece->bytes;
	class->placed_bytes += piece->bytes;
	if (owner != page)
		class->remote_bytes += piece->bytes;
}

void census_count_pages(struct census *census)
{
	struct walk walk = {0};
	size_t page_count;
	while ((page_count = collect_pages(census, walk))) {
		struct walk ahead = walk;
		struct piece piece;
		pages_nodes(page_count, census->pages, census->page_nodes);
		for (size_t page = 0; next_piece(census, &ahead, &piece); walk = ahead) {
			if (census->pages[page] != piece.page && ++page == page_count)
				break;
			count_piece(census, &piece, census->page_nodes[page]);
		}
	}
}

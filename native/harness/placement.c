#include "placement.h"

#include "fail.h"
#include "linux.h"
#include "pages.h"
#include "reserve.h"

enum { CHUNK_PIECES = 1 << 15 };

struct placement *placement_reserve(void)
{
	struct placement *placement = reserve(sizeof *placement);
	placement->pieces = reserve(CHUNK_PIECES * sizeof *placement->pieces);
	placement->pages = reserve(CHUNK_PIECES * sizeof *placement->pages);
	placement->page_nodes = reserve(CHUNK_PIECES * sizeof *placement->page_nodes);
	return placement;
}

void placement_clear(struct placement *placement)
{
	struct placement empty = {
		.pieces = placement->pieces,
		.pages = placement->pages,
		.page_nodes = placement->page_nodes,
	};
	*placement = empty;
}

static unsigned index_of(struct placement *placement, unsigned node)
{
	for (unsigned i = 0; i < placement->node_count; i++)
		if (placement->nodes[i] == node)
			return i;
	if (placement->node_count == PLACEMENT_NODES)
		fail("memory lies on more than %d nodes, which placement accounting cannot hold", PLACEMENT_NODES);
	placement->nodes[placement->node_count] = node;
	return placement->node_count++;
}

void placement_add_node(struct placement *placement, unsigned node)
{
	index_of(placement, node);
}

static void sift_down(struct placement_piece *pieces, size_t root, size_t count)
{
	struct placement_piece sinking = pieces[root];
	for (size_t child; (child = 2 * root + 1) < count; root = child) {
		if (child + 1 < count && pieces[child + 1].page > pieces[child].page)
			child++;
		if (pieces[child].page <= sinking.page)
			break;
		pieces[root] = pieces[child];
	}
	pieces[root] = sinking;
}

/* Heap sort by page: in place, where qsort may allocate. */
static void sort_by_page(struct placement_piece *pieces, size_t count)
{
	for (size_t i = count / 2; i-- > 0;)
		sift_down(pieces, i, count);
	for (size_t end = count; end-- > 1;) {
		struct placement_piece largest = pieces[0];
		pieces[0] = pieces[end];
		pieces[end] = largest;
		sift_down(pieces, 0, end);
	}
}

static void count_piece(struct placement *placement, const struct placement_piece *piece, int node)
{
	switch (node) {
	case PAGE_ABSENT:
		placement->absent[piece->owner] += piece->bytes;
		return;
	case PAGE_ZERO:
		placement->zero[piece->owner] += piece->bytes;
		return;
	case PAGE_UNKNOWN:
		placement->unknown[piece->owner] += piece->bytes;
		return;
	}
	placement->bytes[piece->owner][index_of(placement, (unsigned)node)] += piece->bytes;
}

void placement_finish(struct placement *placement)
{
	size_t page_count = 0;
	sort_by_page(placement->pieces, placement->pending);
	for (size_t i = 0; i < placement->pending; i++)
		if (!page_count || placement->pages[page_count - 1] != placement->pieces[i].page)
			placement->pages[page_count++] = placement->pieces[i].page;
	pages_nodes(page_count, placement->pages, placement->page_nodes);
	for (size_t i = 0, page = 0; i < placement->pending; i++) {
		if (placement->pages[page] != placement->pieces[i].page)
			page++;
		count_piece(placement, &placement->pieces[i], placement->page_nodes[page]);
	}
	placement->pending = 0;
}

static void add_piece(struct placement *placement, unsigned owner, uintptr_t page, size_t bytes)
{
	if (placement->pending == CHUNK_PIECES)
		placement_finish(placement);
	placement->pieces[placement->pending++] = (struct placement_piece){page, (uint32_t)bytes, owner};
}

void placement_add(struct placement *placement, unsigned owner_node, const void *object, size_t bytes)
{
	size_t page_size = linux_page_size();
	unsigned owner = index_of(placement, owner_node);
	uintptr_t next = (uintptr_t)object;
	uintptr_t end = next + bytes;
	placement->objects++;
	while (next < end) {
		uintptr_t page = next & ~(page_size - 1);
		uintptr_t border = page + page_size < end ? page + page_size : end;
		add_piece(placement, owner, page, border - next);
		next = border;
	}
}

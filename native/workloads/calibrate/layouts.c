#include "layouts.h"

#include <errno.h>
#include <string.h>
#include "census/output.h"
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/reserve.h"

enum { MAX_NODES = 64, PAGES_PER_NODE = 16, OBJECTS_PER_PAGE = 64, REGION_BYTES = 2 << 20, PAGE_BYTES = 4096 };

/* Objects of equal size, one behind the other; those at odd places belong to `odd_owner`. 0: the first node, 1: the last. */
struct stretch {
	size_t offset;
	size_t count;
	size_t bytes;
	unsigned even_owner;
	unsigned odd_owner;
};

/* From the start of a region: pages of one owner, of two, lines of two, and an object that reaches into a shared page. */
static const struct stretch stretches[] = {
	{0 * PAGE_BYTES, 4, 1024, 0, 0},
	{1 * PAGE_BYTES, 3, 1024, 0, 0},
	{1 * PAGE_BYTES + 3072, 1, 1024, 1, 1},
	{2 * PAGE_BYTES, 64, 64, 0, 1},
	{3 * PAGE_BYTES, 128, 32, 0, 1},
	{4 * PAGE_BYTES, 1, 6144, 0, 0},
	{5 * PAGE_BYTES + 2048, 1, 2048, 1, 1},
	{REGION_BYTES, 2, 1024, 0, 0},
};

/* Who writes each page first. */
static const struct {
	size_t offset;
	unsigned node;
} written[] = {
	{0 * PAGE_BYTES, 0}, {1 * PAGE_BYTES, 0}, {2 * PAGE_BYTES, 1}, {3 * PAGE_BYTES, 1},
	{4 * PAGE_BYTES, 0}, {5 * PAGE_BYTES, 1}, {REGION_BYTES, 0},
};

struct layouts {
	struct run *run;
	unsigned node_count;
	unsigned nodes[MAX_NODES];
	unsigned threads[MAX_NODES];
	struct census *bound;
	struct census *interleaved;
	struct census *one_writer;
	struct census *by_hand;
};

struct layouts *layouts_reserve(struct run *run)
{
	struct layouts *layouts = reserve(sizeof *layouts);
	size_t objects = (size_t)MAX_NODES * PAGES_PER_NODE * OBJECTS_PER_PAGE;
	layouts->run = run;
	layouts->bound = census_reserve(CENSUS_OTHER_MEMORY, objects);
	layouts->interleaved = census_reserve(CENSUS_OTHER_MEMORY, objects);
	layouts->one_writer = census_reserve(CENSUS_OTHER_MEMORY, objects);
	layouts->by_hand = census_reserve(CENSUS_OTHER_MEMORY, objects);
	return layouts;
}

static size_t heap_bytes(const struct layouts *layouts)
{
	return layouts->node_count * PAGES_PER_NODE * linux_page_size();
}

static unsigned char *reserve_heap(const struct layouts *layouts)
{
	unsigned char *heap = reserve_untouched(heap_bytes(layouts));
	linux_forbid_huge_pages(heap, heap_bytes(layouts));
	return heap;
}

static void write_on(const struct layouts *layouts, unsigned node, unsigned char *start, size_t bytes)
{
	run_pin(layouts->run, layouts->threads[node]);
	for (size_t i = 0; i < bytes; i += linux_page_size())
		*(volatile unsigned char *)(start + i) = 1;
}

/* The heap is cut into equal objects; all belong to the first node, or to all nodes in turn. */
static void count_heap(const struct layouts *layouts, struct census *census, unsigned char *heap, bool in_turn)
{
	size_t bytes = linux_page_size() / OBJECTS_PER_PAGE;
	for (size_t i = 0; i < heap_bytes(layouts) / bytes; i++)
		census_add(census, layouts->nodes[in_turn ? i % layouts->node_count : 0], heap + i * bytes, bytes);
	census_finish(census);
	reserve_release(heap, heap_bytes(layouts));
}

/* Bound to the last node and written on the first. */
static void count_bound(struct layouts *layouts)
{
	unsigned char *heap = reserve_heap(layouts);
	if (linux_bind(heap, heap_bytes(layouts), layouts->nodes[layouts->node_count - 1]) < 0)
		cannot_run_here("mbind is refused (%s)", strerror(errno));
	write_on(layouts, 0, heap, heap_bytes(layouts));
	count_heap(layouts, layouts->bound, heap, false);
}

static void count_interleaved(struct layouts *layouts)
{
	unsigned char *heap = reserve_heap(layouts);
	if (linux_interleave(heap, heap_bytes(layouts), layouts->node_count, layouts->nodes) < 0)
		cannot_run_here("mbind is refused (%s)", strerror(errno));
	write_on(layouts, 0, heap, heap_bytes(layouts));
	count_heap(layouts, layouts->interleaved, heap, false);
}

static void count_one_writer(struct layouts *layouts)
{
	unsigned char *heap = reserve_heap(layouts);
	write_on(layouts, 0, heap, heap_bytes(layouts));
	count_heap(layouts, layouts->one_writer, heap, true);
}

static unsigned node_of(const struct layouts *layouts, unsigned owner)
{
	return owner ? layouts->node_count - 1 : 0;
}

static void add_stretch(struct layouts *layouts, const struct stretch *stretch, const unsigned char *start)
{
	for (size_t i = 0; i < stretch->count; i++) {
		unsigned owner = node_of(layouts, i % 2 ? stretch->odd_owner : stretch->even_owner);
		census_add(layouts->by_hand, layouts->nodes[owner], start + stretch->offset + i * stretch->bytes, stretch->bytes);
	}
}

static void count_by_hand(struct layouts *layouts)
{
	size_t bytes = 3 * (size_t)REGION_BYTES;
	unsigned char *memory = reserve_untouched(bytes);
	linux_forbid_huge_pages(memory, bytes);
	unsigned char *start = memory + -(uintptr_t)memory % REGION_BYTES;
	for (size_t i = 0; i < sizeof written / sizeof *written; i++)
		write_on(layouts, node_of(layouts, written[i].node), start + written[i].offset, PAGE_BYTES);
	for (size_t i = 0; i < sizeof stretches / sizeof *stretches; i++)
		add_stretch(layouts, &stretches[i], start);
	census_finish(layouts->by_hand);
	reserve_release(memory, bytes);
}

void layouts_count(struct layouts *layouts, unsigned node_count, const unsigned threads[])
{
	layouts->node_count = node_count;
	for (unsigned i = 0; i < node_count; i++) {
		layouts->threads[i] = threads[i];
		layouts->nodes[i] = layouts->run->threads[threads[i]].node;
	}
	count_bound(layouts);
	count_interleaved(layouts);
	count_one_writer(layouts);
	count_by_hand(layouts);
}

void layouts_output(const struct layouts *layouts)
{
	struct output *out = &layouts->run->out;
	output_census(out, "bound", "allocator", "bound", layouts->bound);
	output_census(out, "interleaved", "allocator", "interleaved", layouts->interleaved);
	output_census(out, "one-writer", "allocator", "one-writer", layouts->one_writer);
	output_census(out, "by-hand", "allocator", "by-hand", layouts->by_hand);
}

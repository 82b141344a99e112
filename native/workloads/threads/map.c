#include "map.h"

#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/pages.h"
#include "harness/reserve.h"

/* A range of n bytes touches at most so many pages. */
static size_t most_pages(size_t bytes)
{
	return bytes / linux_page_size() + 2;
}

static size_t most_pages_of(size_t depth_bytes)
{
	return most_pages(THREADS_TLS_BYTES) + most_pages(depth_bytes);
}

size_t thread_map_bytes(size_t depth_bytes)
{
	size_t bytes = sizeof(struct thread_map) + most_pages_of(depth_bytes) * sizeof(int);
	return (bytes + 7) & ~(size_t)7;
}

void thread_maps_reserve(struct thread_maps *maps, size_t capacity, size_t depth_bytes)
{
	size_t pages = most_pages_of(depth_bytes);
	maps->stride = thread_map_bytes(depth_bytes);
	maps->capacity = capacity;
	maps->addresses = reserve(pages * sizeof *maps->addresses);
	maps->nodes = reserve(pages * sizeof *maps->nodes);
	maps->records = reserve(capacity * maps->stride);
}

static struct thread_map *record(const struct thread_maps *maps, size_t i)
{
	return (void *)(maps->records + i * maps->stride);
}

/* Nodes of the pages of [from, to], in ascending order; returns their number. */
static unsigned ask(struct thread_maps *maps, uintptr_t from, uintptr_t to)
{
	size_t page = linux_page_size();
	unsigned count = 0;
	for (uintptr_t at = from & ~(page - 1); at <= to; at += page)
		maps->addresses[count++] = at;
	pages_nodes(count, maps->addresses, maps->nodes);
	return count;
}

void thread_maps_take(struct thread_maps *maps, const struct child *child, unsigned creator_node, uint64_t repetition,
		      enum child_stage at)
{
	if (maps->count == maps->capacity)
		fail("bug: more than %zu thread maps", maps->capacity);
	struct thread_map *map = record(maps, maps->count++);
	map->creator_node = creator_node;
	map->child_node = child->position->node;
	map->repetition = repetition;
	map->at = at;
	map->descriptor = pages_node((const void *)child->descriptor);
	map->error_number = pages_node((const void *)child->error_number);
	map->tls_count = ask(maps, child->tls, child->tls + THREADS_TLS_BYTES - 1);
	for (unsigned i = 0; i < map->tls_count; i++)
		map->pages[i] = maps->nodes[i];
	map->stack_count = ask(maps, child->frame - child->orders->depth_bytes, child->frame);
	for (unsigned k = 0; k < map->stack_count; k++)
		map->pages[map->tls_count + k] = maps->nodes[map->stack_count - 1 - k];
}

static void output_pages(struct output *out, const char *key, unsigned count, const int nodes[])
{
	json_key(out, key);
	json_begin_array(out);
	for (unsigned i = 0; i < count; i++)
		json_page_node(out, nodes[i]);
	json_end_array(out);
}

void thread_maps_output(const struct thread_maps *maps, struct output *out)
{
	for (size_t i = 0; i < maps->count; i++) {
		const struct thread_map *map = record(maps, i);
		json_begin_line(out, "thread-map");
		json_unsigned_at(out, "creatorNode", map->creator_node);
		json_unsigned_at(out, "childNode", map->child_node);
		json_unsigned_at(out, "repetition", map->repetition);
		json_string_at(out, "at", map->at == STAGE_END ? "end" : "first-instruction");
		json_key(out, "descriptor");
		json_page_node(out, map->descriptor);
		output_pages(out, "tls", map->tls_count, map->pages);
		json_key(out, "errno");
		json_page_node(out, map->error_number);
		output_pages(out, "stack", map->stack_count, map->pages + map->tls_count);
		json_end_line(out);
	}
}

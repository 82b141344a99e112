/*
 * Where live objects lie, by bytes: every object is cut at page borders, and its bytes are added to the cell of
 * (node of its owner, node of the page). Bytes on absent pages, on the zero page and on pages of unknown node
 * are kept apart. Reserve before the measured part, add objects after it, while they are still live. Not for
 * several threads at once.
 */
#ifndef NUMA_LAB_PLACEMENT_H
#define NUMA_LAB_PLACEMENT_H

#include <stddef.h>
#include <stdint.h>

enum { PLACEMENT_NODES = 64 };

/* A part of one object inside one page. */
struct placement_piece {
	uintptr_t page;
	uint32_t bytes;
	uint32_t owner;
};

struct placement {
	unsigned node_count;
	unsigned nodes[PLACEMENT_NODES];
	uint64_t objects;
	/* [owner][page], by index into nodes. */
	uint64_t bytes[PLACEMENT_NODES][PLACEMENT_NODES];
	uint64_t absent[PLACEMENT_NODES];
	uint64_t zero[PLACEMENT_NODES];
	uint64_t unknown[PLACEMENT_NODES];
	/* Pieces not counted yet; sorted and asked in chunks, so that any number of objects fits. */
	struct placement_piece *pieces;
	uintptr_t *pages;
	int *page_nodes;
	size_t pending;
};

/* A new, empty account in memory of the harness. */
struct placement *placement_reserve(void);

/* Forget what was counted; keep the memory. */
void placement_clear(struct placement *placement);

/* Name a node, so that it has a row even when nothing lies there. Adding it again is harmless. */
void placement_add_node(struct placement *placement, unsigned node);

/* Account for one live object of `bytes` > 0 owned by a thread of `owner_node`. */
void placement_add(struct placement *placement, unsigned owner_node, const void *object, size_t bytes);

/* Count what is pending; call it before the numbers are read or printed. */
void placement_finish(struct placement *placement);

#endif

/*
 * A census of live objects, taken while every thread is parked: where they lie by bytes, and whom they lie beside.
 *
 * Every object is cut at page borders, and its bytes are added to the cell of (node of its owner, node of the page).
 * Bytes on absent pages, on the zero page and on pages of unknown node are kept apart. Whom it lies beside is address
 * arithmetic: the objects are sorted by address, and each line, page and region that holds objects of owners on
 * different nodes is shared.
 *
 * Reserve before the measured part, add objects after it, while they are still live. Nothing in here allocates. Not
 * for several threads at once.
 */
#ifndef NUMA_LAB_CENSUS_H
#define NUMA_LAB_CENSUS_H

#include <stddef.h>
#include <stdint.h>

/* Classes of requested size: up to 16, 32, … 128 KiB, and above. */
enum { CENSUS_NODES = 64, CENSUS_CLASSES = 15, CENSUS_SMALLEST_CLASS_BITS = 4 };

enum census_unit { CENSUS_LINE, CENSUS_PAGE, CENSUS_REGION, CENSUS_UNITS };

/* What the objects are: usable sizes can be asked of blocks of malloc only. */
enum census_kind { CENSUS_BLOCKS, CENSUS_OTHER_MEMORY };

struct census_object {
	uintptr_t address;
	uint32_t bytes;
	/* Index into the census's nodes. */
	uint16_t owner;
	/* Bits by enum census_unit: it shares such a unit. */
	uint16_t shares;
};

/* Of one unit: what shares such a unit with an object owned from another node. */
struct census_sharing {
	uint64_t objects;
	/* All bytes of these objects, and those of them that lie on the shared units themselves. */
	uint64_t object_bytes;
	uint64_t bytes;
	/* Of all objects, whoever owns them: bytes on units into which an object at a lower address reaches. */
	uint64_t following_bytes;
};

/* Pairs of objects next to each other in address order. */
struct census_neighbours {
	uint64_t pairs;
	uint64_t remote_pairs;
	/* The distance of more than half of the pairs, and how many they are; 0 when there is none. */
	uint64_t stride_bytes;
	uint64_t stride_pairs;
};

struct census_class {
	uint64_t objects;
	uint64_t requested_bytes;
	uint64_t usable_bytes;
	uint64_t placed_bytes;
	uint64_t remote_bytes;
	uint64_t page_sharing_objects;
};

struct census {
	enum census_kind kind;
	unsigned node_count;
	unsigned nodes[CENSUS_NODES];
	uint64_t objects;
	/* [owner][page], by index into nodes. */
	uint64_t bytes[CENSUS_NODES][CENSUS_NODES];
	uint64_t absent[CENSUS_NODES];
	uint64_t zero[CENSUS_NODES];
	uint64_t unknown[CENSUS_NODES];
	/* Longest stretches of neighbours whose owners are on one node. */
	uint64_t runs;
	struct census_neighbours neighbours;
	struct census_sharing sharing[CENSUS_UNITS];
	struct census_class classes[CENSUS_CLASSES];

	/* Objects not counted yet, and as much memory again to sort them in. */
	struct census_object *pending;
	struct census_object *sorted;
	size_t *digits;
	size_t pending_count;
	size_t capacity;
	/* Pages are asked in chunks. */
	uintptr_t *pages;
	int *page_nodes;
};

/* A new, empty census in memory of the harness, with room for so many objects between two calls of census_finish. */
struct census *census_reserve(enum census_kind kind, size_t capacity);

/* Name a node, so that it has a row even when nothing lies there. Adding it again is harmless. */
void census_add_node(struct census *census, unsigned node);

/* Account for one live object of `bytes` > 0 owned by a thread of `owner_node`. Objects must not overlap. */
void census_add(struct census *census, unsigned owner_node, const void *object, size_t bytes);

/*
 * Count what is pending; call it before the numbers are read or printed, and before objects are freed. Objects added
 * later are neighbours of each other only; their counts are added.
 */
void census_finish(struct census *census);

/* Bytes of a unit. */
size_t census_unit_bytes(enum census_unit unit);

#endif

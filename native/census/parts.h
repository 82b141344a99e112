/* Steps of census_finish, each in a file of its own. The objects are `pending`, sorted by address from the second on. */
#ifndef NUMA_LAB_CENSUS_PARTS_H
#define NUMA_LAB_CENSUS_PARTS_H

#include "census.h"

enum { CENSUS_DIGIT_BITS = 11, CENSUS_CHUNK_PAGES = 1 << 13 };

/* By address, ascending; `spare` holds as many objects, `digits` 1 << CENSUS_DIGIT_BITS counts. */
void census_sort(size_t count, struct census_object objects[], struct census_object spare[], size_t digits[]);

void census_count_neighbours(struct census *census);
void census_count_sharing(struct census *census);
void census_count_pages(struct census *census);
void census_count_classes(struct census *census);

/* Index of a node; it is given the next one when it is new. */
unsigned census_node_index(struct census *census, unsigned node);

/* The class of an object's requested size. */
struct census_class *census_class_of(struct census *census, const struct census_object *object);

#endif

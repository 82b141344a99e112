/*
 * Content of blocks: every block gets its own, drawn from a seed and the distance from its beginning, so that a block that is
 * moved, cut or overwritten by another shows it. Also the calls of the allocator that must not fail here.
 */
#ifndef NUMA_LAB_CONFORMANCE_CONTENT_H
#define NUMA_LAB_CONFORMANCE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void content_write(void *block, size_t bytes, uint64_t seed);

/* Offset of the first byte that is not as content_write wrote it; `bytes` when all are. */
size_t content_differs(const void *block, size_t bytes, uint64_t seed);

/* A violation when the content differs; `what` names the block: "a block of realloc". */
void content_require(const void *block, size_t bytes, uint64_t seed, const char *what);

/* Offset of the first byte that is not zero; `bytes` when all are. */
size_t content_not_zero(const void *block, size_t bytes);

/* `block`, or a violation when it is NULL: sizes here are modest, and every allocator has room for them. */
void *require_block(void *block, const char *function, size_t bytes);

/* A block of malloc with content. */
void *make_block(size_t bytes, uint64_t seed);

/* Check its content, then free it. */
void drop_block(void *block, size_t bytes, uint64_t seed);

#endif

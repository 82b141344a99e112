/*
 * The first-touch check: pages that a thread writes must lie on its node, and pages that it only reads must not be placed.
 */
#ifndef NUMA_LAB_FIRST_TOUCH_H
#define NUMA_LAB_FIRST_TOUCH_H

#include <stddef.h>
#include "harness/run.h"

struct first_touch;

/* `pages` are written, and as many only read, in each test. */
struct first_touch *first_touch_reserve(struct run *run, size_t pages);

/* Pin the calling thread to the CPU of a listed thread, and test there. What was read goes into the run's check. */
void first_touch_test(struct first_touch *test, unsigned thread);

/* Line `first-touch`. */
void first_touch_output(const struct first_touch *test, unsigned thread);

#endif

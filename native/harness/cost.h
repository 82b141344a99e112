/* What the harness itself costs, measured in every timed run. */
#ifndef NUMA_LAB_COST_H
#define NUMA_LAB_COST_H

#include "output.h"

/* Time clock_now_ns and print `harness-cost` lines for "clock-read". */
void cost_of_clock(struct output *out);

#endif

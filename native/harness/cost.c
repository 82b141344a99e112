#include "cost.h"

#include "clock.h"

enum { REPETITIONS = 2000, INDEXES = 5 };

void cost_of_clock(struct output *out)
{
	for (uint64_t index = 0; index < INDEXES; index++) {
		uint64_t begin_ns = clock_now_ns();
		uint64_t now_ns = begin_ns;
		for (int i = 0; i < REPETITIONS; i++)
			now_ns = clock_now_ns();
		output_harness_cost(out, "clock-read", index, REPETITIONS, now_ns - begin_ns);
	}
}

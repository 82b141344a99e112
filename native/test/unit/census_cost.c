/*
 * What a census costs: `make -C native census-cost`. A figure for people, no test: it depends on the machine. Blocks of two
 * owners, added in random order.
 */
#include <stdio.h>
#include <stdlib.h>
#include "census/census.h"
#include "harness/clock.h"
#include "harness/pages.h"
#include "harness/random.h"
#include "harness/reserve.h"

static void shuffle(void **blocks, uint32_t count)
{
	struct random random;
	random_seed(&random, 1, 1);
	for (uint32_t i = count; i > 1; i--) {
		uint32_t k = random_below(&random, i);
		void *block = blocks[k];
		blocks[k] = blocks[i - 1];
		blocks[i - 1] = block;
	}
}

static void measure(uint32_t count, size_t bytes)
{
	struct census *census = census_reserve(CENSUS_BLOCKS, count);
	void **blocks = reserve(count * sizeof *blocks);
	for (uint32_t i = 0; i < count; i++) {
		blocks[i] = malloc(bytes);
		for (size_t k = 0; k < bytes; k += 64)
			((volatile char *)blocks[i])[k] = 1;
	}
	shuffle(blocks, count);
	uint64_t begin_ns = clock_now_ns();
	for (uint32_t i = 0; i < count; i++)
		census_add(census, i % 2, blocks[i], bytes);
	census_finish(census);
	printf("%u blocks of %zu bytes: %.3f s\n", count, bytes, (double)(clock_now_ns() - begin_ns) / 1e9);
	for (uint32_t i = 0; i < count; i++)
		free(blocks[i]);
}

int main(void)
{
	pages_open();
	measure(1000000, 64);
	measure(1000000, 1000);
	measure(100000, 16000);
	return 0;
}

#include "check.h"

#include <string.h>

#include "perturb.h"

#define COUNT 1000

static void shuffled(uint64_t seed, uint32_t *order)
{
	for (uint32_t i = 0; i < COUNT; i++)
		order[i] = i;
	perturb_shuffle(order, COUNT, &seed);
}

int main(void)
{
	static uint32_t a[COUNT], b[COUNT], seen[COUNT];
	uint64_t state = 1234567;
	uint32_t fixed = 0;

	/* The first numbers that the authors' splitmix64.c gives for this seed. */
	CHECK(perturb_next(&state) == UINT64_C(6457827717110365317));
	CHECK(perturb_next(&state) == UINT64_C(3203168211198807973));

	shuffled(1, a);
	shuffled(1, b);
	CHECK(!memcmp(a, b, sizeof a));
	shuffled(2, b);
	CHECK(memcmp(a, b, sizeof a));
	for (uint32_t i = 0; i < COUNT; i++) {
		CHECK(a[i] < COUNT && !seen[a[i]]++);
		fixed += a[i] == i;
	}
	/* One is expected; more than ten has a chance below one in a million. */
	CHECK(fixed <= 10);
	puts("ok perturb");
	return 0;
}

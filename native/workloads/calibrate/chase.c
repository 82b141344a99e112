#include "chase.h"

#include <errno.h>
#include <string.h>
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/pages.h"
#include "harness/reserve.h"

enum { LINE_BYTES = 64, POINTERS_PER_LINE = LINE_BYTES / sizeof(void *) };

/* One cycle through all lines: Sattolo's variant of the shuffle, on the links themselves. */
static void link_lines(void **memory, size_t lines, struct random *random)
{
	for (size_t i = 0; i < lines; i++)
		memory[i * POINTERS_PER_LINE] = &memory[i * POINTERS_PER_LINE];
	for (size_t i = lines - 1; i > 0; i--) {
		size_t k = random_below(random, (uint32_t)i);
		void *other = memory[k * POINTERS_PER_LINE];
		memory[k * POINTERS_PER_LINE] = memory[i * POINTERS_PER_LINE];
		memory[i * POINTERS_PER_LINE] = other;
	}
}

/* A latency from the wrong node would be worse than none. */
static void verify_node(void **memory, size_t bytes, unsigned node)
{
	const char *start = (const char *)memory;
	for (size_t i = 0; i < bytes; i += linux_page_size() * 16) {
		int found = pages_node(start + i);
		if (found != (int)node)
			fail("memory bound to node %u lies elsewhere (%d): does the node have memory?", node, found);
	}
}

void **chase_reserve(size_t bytes, unsigned node, struct random *random)
{
	void **memory = reserve_untouched(bytes);
	if (linux_bind(memory, bytes, node) < 0) {
		if (errno == EPERM || errno == ENOSYS)
			cannot_run_here("mbind is refused (%s): a container may forbid it, allow the system call or run outside",
					strerror(errno));
		fail("memory cannot be bound to node %u: %s", node, strerror(errno));
	}
	link_lines(memory, bytes / LINE_BYTES, random);
	verify_node(memory, bytes, node);
	return memory;
}

void chase_release(void **chain, size_t bytes)
{
	reserve_release(chain, bytes);
}

void **chase_run(void **chain, uint64_t loads)
{
	for (uint64_t i = 0; i < loads; i++)
		chain = *(void **volatile *)chain;
	return chain;
}

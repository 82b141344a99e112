/* Values of the `threads` workload that are valid one by one and make no sense together. */
#include "harness/fail.h"
#include "harness/linux.h"
#include "creator.h"

enum {
	/* Room for frames of the libc and of ours above and below the depth touched. */
	STACK_MARGIN_BYTES = 16384,
	FRESH_STACK_LIMIT_BYTES = 1 << 30,
	MAPS_LIMIT_BYTES = 64 << 20,
};

static void refuse_depth(const struct run *run)
{
	int64_t stack = run_integer(run, "stack");
	int64_t depth = run_integer(run, "depth");
	if (depth + STACK_MARGIN_BYTES > stack)
		refuse("--depth: %lld bytes do not fit on a stack of %lld: leave %d for frames", (long long)depth,
		       (long long)stack, STACK_MARGIN_BYTES);
	if (run_integer(run, "early") > depth)
		refuse("--early: %s bytes before pinning are more than the depth of %lld: raise --depth",
		       run_text(run, "early"), (long long)depth);
}

static void refuse_unreachable(const struct run *run)
{
	enum threads_children children = (enum threads_children)run_choice(run, "children");
	for (unsigned i = 0; i < run->thread_count; i++) {
		bool reaches = false;
		for (unsigned k = 0; k < run->thread_count; k++)
			reaches |= creator_reaches(children, &run->threads[i], &run->threads[k]);
		if (!reaches)
			refuse("--children: %s leaves the creator on CPU %u without a place for a child: list CPUs of "
			       "two nodes",
			       run_text(run, "children"), run->threads[i].cpu);
	}
}

static void refuse_fresh_stacks(const struct run *run)
{
	uint64_t passes = run->warmup + run->samples;
	uint64_t most = FRESH_STACK_LIMIT_BYTES / linux_page_size() / passes / run->thread_count;
	if (run_choice(run, "stacks") != STACKS_FRESH)
		return;
	if (run_choice(run, "style") == STYLE_CONCURRENT)
		refuse("--stacks: fresh needs creators that take turns: use --stacks reused with --style concurrent");
	if (run->operations > most)
		refuse("--operations: %llu is too many for fresh stacks, each a page larger than the last: use at most %llu, "
		       "or --stacks reused",
		       (unsigned long long)run->operations, (unsigned long long)most);
}

static void refuse_many_maps(const struct run *run)
{
	size_t each = 2 * run->samples * run->thread_count * thread_map_bytes((size_t)run_integer(run, "depth"));
	if (run->mode == MODE_COUNT && run->operations > MAPS_LIMIT_BYTES / each)
		refuse("--operations: %llu is too many in mode count, where each thread's map is kept: use at most %llu",
		       (unsigned long long)run->operations, (unsigned long long)(MAPS_LIMIT_BYTES / each));
}

void threads_validate(const struct run *run)
{
	refuse_depth(run);
	refuse_unreachable(run);
	refuse_fresh_stacks(run);
	refuse_many_maps(run);
}

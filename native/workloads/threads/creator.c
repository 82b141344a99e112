#include "creator.h"

#include <string.h>
#include "harness/clock.h"
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/reserve.h"

static void check(int error, const char *call)
{
	if (error)
		fail("%s: %s", call, strerror(error));
}

bool creator_reaches(enum threads_children children, const struct thread_spec *creator, const struct thread_spec *child)
{
	switch (children) {
	case CHILDREN_SAME_NODE:
		return creator->node == child->node;
	case CHILDREN_OTHER_NODE:
		return creator->node != child->node;
	case CHILDREN_ALL:
		break;
	}
	return true;
}

static void list_positions(struct creator *creator, const struct run *run)
{
	creator->order = reserve(run->thread_count * sizeof *creator->order);
	for (unsigned i = 0; i < run->thread_count; i++)
		if (creator_reaches(creator->threads->children, creator->worker->spec, &run->threads[i]))
			creator->order[creator->order_count++] = i;
}

/*
 * The dynamic linker looks a function up when it is first called, on the caller's stack and deeper than a child
 * goes before it is pinned. Therefore the creator does once what a child does.
 */
static void rehearse(const struct creator *creator)
{
	const struct position *own = &creator->threads->positions[creator->worker->index];
	struct child_orders orders = {.pin = PIN_SELF, .detached = true};
	struct child child = {.orders = &orders, .position = own};
	child_main(&child);
	check(child.pin_error, "pthread_setaffinity_np");
}

struct creator *creator_reserve(struct threads *threads, struct worker *worker)
{
	struct run *run = worker->run;
	struct creator *creator = reserve(sizeof *creator);
	creator->threads = threads;
	creator->worker = worker;
	creator->children = reserve(threads->batch * sizeof *creator->children);
	creator->create_ns = reserve(sizeof *creator->create_ns);
	creator->join_ns = reserve(sizeof *creator->join_ns);
	random_seed(&creator->random, run->seed, worker->index);
	creator->stamp_base = random_next(&creator->random);
	list_positions(creator, run);
	if (run->mode == MODE_COUNT)
		thread_maps_reserve(&creator->maps, 2 * run->operations * run->samples, threads->orders.depth_bytes);
	check(pthread_attr_init(&creator->attributes), "pthread_attr_init");
	check(pthread_attr_setstacksize(&creator->attributes, threads->stack_bytes), "pthread_attr_setstacksize");
	if (threads->orders.detached)
		check(pthread_attr_setdetachstate(&creator->attributes, PTHREAD_CREATE_DETACHED),
		      "pthread_attr_setdetachstate");
	rehearse(creator);
	return creator;
}

static void shuffle_positions(struct creator *creator)
{
	for (unsigned left = creator->order_count; left > 1; left--) {
		unsigned k = random_below(&creator->random, left);
		unsigned swapped = creator->order[left - 1];
		creator->order[left - 1] = creator->order[k];
		creator->order[k] = swapped;
	}
}

/* The n-th child of a pass. Each repetition goes to every position once, in an order drawn by the seed. */
static void prepare_child(struct creator *creator, struct child *child, uint64_t n)
{
	struct threads *threads = creator->threads;
	if (n % creator->order_count == 0)
		shuffle_positions(creator);
	unsigned index = creator->order[n % creator->order_count];
	/*
	 * Stamps do not depend on the order of places, because the digest of the work may not depend on nodes.
	 */
	*child = (struct child){
		.orders = &threads->orders,
		.position = &threads->positions[index],
		.stamp = random_mix(creator->stamp_base + creator->created++),
	};
}

/*
 * glibc keeps the stacks of threads that have ended and gives one out again when it is at least as big as the
 * one asked for. Each thread asking for a page more than any before it is therefore never served from there.
 * musl keeps none.
 */
static void ask_for_fresh_stack(struct creator *creator)
{
	struct threads *threads = creator->threads;
	size_t bytes = threads->stack_bytes + linux_page_size() * ++threads->serial;
	check(pthread_attr_setstacksize(&creator->attributes, bytes), "pthread_attr_setstacksize");
}

static void create(struct creator *creator, struct child *child)
{
	const struct threads *threads = creator->threads;
	const struct position *own = &threads->positions[creator->worker->index];
	bool timed = creator->worker->run->mode == MODE_LATENCY;
	if (threads->stacks == STACKS_FRESH)
		ask_for_fresh_stack(creator);
	if (threads->orders.pin == PIN_INHERITED)
		check(affinity_apply(pthread_self(), &child->position->affinity), "pthread_setaffinity_np");
	uint64_t begin_ns = timed ? clock_now_ns() : 0;
	check(pthread_create(&child->thread, &creator->attributes, child_main, child), "pthread_create");
	if (timed)
		histogram_add(creator->create_ns, clock_now_ns() - begin_ns);
	if (threads->orders.pin == PIN_INHERITED)
		check(affinity_apply(pthread_self(), &own->affinity), "pthread_setaffinity_np");
}

static void pin(struct child *child)
{
	child_await(child, STAGE_BEFORE_PIN);
	check(affinity_apply(child->thread, &child->position->affinity), "pthread_setaffinity_np");
	child_allow(child, STAGE_BEFORE_PIN);
}

/* While the child sleeps, so that it cannot move or grow under our eyes. `n` counts children of samples. */
static void see(struct creator *creator, struct child *child, uint64_t n, enum child_stage stage)
{
	child_await(child, stage);
	if (!worker_is_warmup(creator->worker))
		thread_maps_take(&creator->maps, child, creator->worker->spec->node, n / creator->order_count, stage);
	child_allow(child, stage);
}

static void see_end(struct creator *creator, struct child *child)
{
	bool timed = creator->worker->run->mode == MODE_LATENCY;
	uint64_t begin_ns = timed ? clock_now_ns() : 0;
	if (creator->threads->orders.detached) {
		child_await(child, STAGE_GONE);
		return;
	}
	check(pthread_join(child->thread, NULL), "pthread_join");
	if (timed)
		histogram_add(creator->join_ns, clock_now_ns() - begin_ns);
}

static void verify(struct creator *creator, const struct child *child)
{
	check(child->pin_error, "pthread_setaffinity_np");
	if (child->seen_cpu != child->position->cpu || child->seen_node != child->position->node)
		fail("a thread pinned to CPU %u of node %u found itself on CPU %u of node %u", child->position->cpu,
		     child->position->node, child->seen_cpu, child->seen_node);
	if (!child->intact)
		fail("a thread's stack or thread-local storage did not hold what it had to");
	check_add(&creator->worker->check, child->stamp);
}

static void run_batch(struct creator *creator, uint64_t first, unsigned count)
{
	const struct child_orders *orders = &creator->threads->orders;
	struct child *children = creator->children;
	for (unsigned i = 0; i < count; i++) {
		prepare_child(creator, &children[i], first + i);
		create(creator, &children[i]);
	}
	for (unsigned i = 0; orders->stops && i < count; i++)
		see(creator, &children[i], creator->counted + i, STAGE_FIRST_INSTRUCTION);
	for (unsigned i = 0; orders->pin == PIN_CREATOR && i < count; i++)
		pin(&children[i]);
	for (unsigned i = 0; orders->stops && i < count; i++)
		see(creator, &children[i], creator->counted + i, STAGE_END);
	for (unsigned i = 0; i < count; i++) {
		see_end(creator, &children[i]);
		verify(creator, &children[i]);
	}
	if (!worker_is_warmup(creator->worker))
		creator->counted += count;
}

void creator_run_pass(struct creator *creator)
{
	uint64_t total = creator->worker->run->operations;
	unsigned batch = creator->threads->batch;
	for (uint64_t first = 0; first < total; first += batch)
		run_batch(creator, first, total - first < batch ? (unsigned)(total - first) : batch);
}

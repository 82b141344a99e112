#include "child.h"

#include <errno.h>
#include "harness/linux.h"

enum { LINE = 64, TLS_INITIAL = 0xa5 };

static _Thread_local volatile unsigned char tls_block[THREADS_TLS_BYTES] = {[0 ... THREADS_TLS_BYTES - 1] = TLS_INITIAL};

static void await(const uint32_t *word, uint32_t wanted)
{
	for (uint32_t now; (now = __atomic_load_n(word, __ATOMIC_ACQUIRE)) < wanted;)
		linux_futex_wait(word, now);
}

static void announce(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
	linux_futex_wake(word, 1);
}

void child_await(struct child *child, enum child_stage stage)
{
	await(&child->reached, stage);
}

void child_allow(struct child *child, enum child_stage stage)
{
	announce(&child->allowed, stage);
}

static void stop(struct child *child, enum child_stage stage)
{
	announce(&child->reached, stage);
	await(&child->allowed, stage);
}

/*
 * Write one word in each cache line from here down to `depth` bytes below the frame of the start routine,
 * highest first as calls would, and read them back.
 */
static __attribute__((noinline)) bool use_stack(uintptr_t frame, size_t depth, uint64_t stamp)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	uintptr_t low = (frame - depth + 7) & ~(uintptr_t)7;
	bool intact = true;
	if (here < low + LINE)
		return true;
	uintptr_t block = (uintptr_t)__builtin_alloca(here - low);
	uintptr_t limit = block + (here - low);
	if (limit < low + LINE)
		return true;
	uintptr_t top = low + (limit - low - sizeof(uint64_t)) / LINE * LINE;
	for (uintptr_t line = top; line >= low; line -= LINE)
		*(volatile uint64_t *)line = stamp;
	for (uintptr_t line = top; line >= low; line -= LINE)
		intact &= *(volatile uint64_t *)line == stamp;
	return intact;
}

/* What a thread before this one wrote must not be seen in it. */
static bool use_tls(size_t bytes, uint64_t stamp)
{
	bool intact = true;
	for (size_t i = 0; i < bytes; i++) {
		intact &= tls_block[i] == TLS_INITIAL;
		tls_block[i] = (unsigned char)stamp;
	}
	return intact;
}

static void be_pinned(struct child *child)
{
	switch (child->orders->pin) {
	case PIN_SELF:
		child->pin_error = affinity_apply(pthread_self(), &child->position->affinity);
		return;
	case PIN_CREATOR:
		stop(child, STAGE_BEFORE_PIN);
		return;
	case PIN_INHERITED:
		return;
	}
}

/* Addresses first: until the child is pinned it uses as little stack as it can. */
void *child_main(void *argument)
{
	struct child *child = argument;
	const struct child_orders *orders = child->orders;
	child->frame = (uintptr_t)__builtin_frame_address(0);
	child->descriptor = (uintptr_t)pthread_self();
	child->tls = (uintptr_t)tls_block;
	child->error_number = (uintptr_t)&errno;
	if (orders->stops)
		stop(child, STAGE_FIRST_INSTRUCTION);
	bool intact = use_stack(child->frame, orders->early_bytes, child->stamp);
	be_pinned(child);
	intact &= use_stack(child->frame, orders->depth_bytes, ~child->stamp);
	intact &= use_tls(orders->tls_bytes, child->stamp);
	child->intact = intact;
	linux_getcpu(&child->seen_cpu, &child->seen_node);
	if (orders->stops)
		stop(child, STAGE_END);
	if (orders->detached)
		announce(&child->reached, STAGE_GONE);
	return NULL;
}

#include "workloads/remote-free/ring.h"

#include <pthread.h>
#include <unistd.h>
#include "harness/stamp.h"
#include "test.h"

static void *as_pointer(uint64_t n)
{
	return (void *)(uintptr_t)n;
}

static void gives_blocks_out_in_the_order_they_came_in(void)
{
	struct ring *ring = ring_reserve(3);
	for (uint64_t n = 1; n <= 20; n += 2) {
		ring_push(ring, as_pointer(n), (uint32_t)n, 9);
		ring_push(ring, as_pointer(n + 1), (uint32_t)n + 1, 9);
		for (uint64_t k = n; k < n + 2; k++) {
			struct ring_slot slot = ring_pop(ring, 9);
			CHECK(slot.block == as_pointer(k));
			CHECK_EQUAL(slot.bytes, k);
		}
	}
}

static void holds_as_many_blocks_as_it_has_room_for(void)
{
	struct ring *ring = ring_reserve(5);
	for (uint32_t n = 0; n < 5; n++)
		ring_push(ring, NULL, n, 5 - n);
	for (uint32_t n = 0; n < 5; n++)
		CHECK_EQUAL(ring_pop(ring, 5 - n).bytes, n);
}

/* A batch is a quarter of a ring of this size. */
static void a_side_tells_what_it_did_once_a_batch_and_at_the_last_block(void)
{
	struct ring *ring = ring_reserve(64);
	for (uint32_t n = 1; n <= 17; n++) {
		ring_push(ring, NULL, n, n < 17 ? 99 : 1);
		CHECK_EQUAL(ring->pushed, n < 16 ? 0 : n);
	}
	for (uint32_t n = 1; n <= 17; n++) {
		ring_pop(ring, n < 17 ? 99 : 1);
		CHECK_EQUAL(ring->popped, n < 16 ? 0 : n);
	}
}

/* What has not been told would be waited for by a side that sleeps for ever: the other ends its wait when it finds nothing more. */
static void a_side_tells_all_before_it_waits(void)
{
	struct ring *ring = ring_reserve(64);
	for (uint32_t n = 0; n < 3; n++)
		ring_push(ring, NULL, n, 9);
	__atomic_store_n(&ring->popped, 1, __ATOMIC_SEQ_CST);
	ring_await_room(ring, 9);
	CHECK_EQUAL(ring->pushed, 3);
}

struct stream {
	struct ring *ring;
	uint64_t count;
	uint64_t wrong;
};

static void *consume(void *argument)
{
	struct stream *stream = argument;
	for (uint64_t n = 0; n < stream->count; n++) {
		struct ring_slot slot = ring_pop(stream->ring, stream->count - n);
		stream->wrong += slot.block != as_pointer(n + 1) || slot.bytes != (uint32_t)n;
	}
	return NULL;
}

/* More blocks than the ring holds, so that both sides come to sleep; a wake-up that is lost ends in the alarm. */
static void passes_all_blocks_between_threads_whatever_its_capacity(void)
{
	alarm(120);
	for (uint32_t capacity = 1; capacity <= 1024; capacity += capacity < 40 ? 1 : 123) {
		struct stream stream = {.ring = ring_reserve(capacity), .count = 2003};
		pthread_t consumer;
		CHECK(!pthread_create(&consumer, NULL, consume, &stream));
		for (uint64_t n = 0; n < stream.count; n++)
			ring_push(stream.ring, as_pointer(n + 1), (uint32_t)n, stream.count - n);
		pthread_join(consumer, NULL);
		CHECK_EQUAL(stream.wrong, 0);
	}
	alarm(0);
}

static void a_stamp_holds_until_any_one_byte_changes(void)
{
	unsigned char block[40];
	for (size_t bytes = 1; bytes <= sizeof block; bytes++) {
		stamp_fill(block, bytes, 0x5a);
		CHECK(stamp_holds(block, bytes, 0x5a));
		CHECK(!stamp_holds(block, bytes, 0x5b));
		for (size_t i = 0; i < bytes; i++) {
			block[i] ^= 0x80;
			CHECK(!stamp_holds(block, bytes, 0x5a));
			block[i] ^= 0x80;
		}
	}
}

static void a_stamp_is_not_written_past_the_end(void)
{
	unsigned char block[24] = {0};
	stamp_fill(block, 13, 0xff);
	CHECK_EQUAL(block[12], 0xff);
	CHECK_EQUAL(block[13], 0);
}

static void neighbouring_blocks_have_different_stamps(void)
{
	for (uint64_t n = 0; n < 255; n++)
		CHECK(stamp_of(7, n) != stamp_of(7, n + 1));
}

static const struct test tests[] = {
	{"gives blocks out in the order they came in", gives_blocks_out_in_the_order_they_came_in},
	{"holds as many blocks as it has room for", holds_as_many_blocks_as_it_has_room_for},
	{"a side tells what it did once a batch and at the last block", a_side_tells_what_it_did_once_a_batch_and_at_the_last_block},
	{"a side tells all before it waits", a_side_tells_all_before_it_waits},
	{"passes all blocks between threads, whatever its capacity", passes_all_blocks_between_threads_whatever_its_capacity},
	{"a stamp holds until any one byte changes", a_stamp_holds_until_any_one_byte_changes},
	{"a stamp is not written past the end", a_stamp_is_not_written_past_the_end},
	{"neighbouring blocks have different stamps", neighbouring_blocks_have_different_stamps},
};

TEST_MAIN(tests)

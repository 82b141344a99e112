#include "blocks.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "faults.h"

enum { SMALL_LIMIT = 32768, CHUNK_BYTES = 1 << 18, PAGE_BYTES = 4096, OVERLAP_BYTES = 64, SOIL = 0xdb };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Free blocks, linked by their first word, by capacity / NATURAL_ALIGNMENT. */
static void *free_blocks[SMALL_LIMIT / NATURAL_ALIGNMENT + 1];
/* What is left of the chunk that new blocks are cut from. */
static unsigned char *chunk, *chunk_end;
static pthread_key_t last_block;
static bool exhausted;

static void lock_all(void)
{
	if (!BROKEN(UNLOCKED))
		pthread_mutex_lock(&lock);
}

static void unlock_all(void)
{
	if (!BROKEN(UNLOCKED))
		pthread_mutex_unlock(&lock);
}

static void soil(void *block)
{
	memset(block, SOIL, NATURAL_ALIGNMENT);
}

__attribute__((constructor)) static void prepare(void)
{
	if (!BROKEN(FORK_KEEPS_LOCK))
		pthread_atfork(lock_all, unlock_all, unlock_all);
	if (BROKEN(THREAD_TAKES_ALONG))
		pthread_key_create(&last_block, soil);
}

/* Steps of 16 bytes, then four in each doubling. */
static size_t round_up(size_t bytes)
{
	size_t step = NATURAL_ALIGNMENT;
	while (bytes > 8 * step)
		step *= 2;
	return bytes ? (bytes + step - 1) & ~(step - 1) : step;
}

static void *map(size_t bytes)
{
	void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (start == MAP_FAILED) {
		if (BROKEN(EXHAUSTED_ABORTS))
			abort();
		exhausted = true;
		errno = BROKEN(EXHAUSTED_SILENT) ? 0 : ENOMEM;
		return NULL;
	}
	if (BROKEN(CALLOC_TRUSTS))
		memset(start, SOIL, bytes);
	return start;
}

static void *make_header(struct header *header, size_t capacity)
{
	*header = (struct header){header + 1, capacity};
	return header + 1;
}

static void *take_new(size_t capacity)
{
	size_t bytes = sizeof(struct header) + capacity;
	if ((size_t)(chunk_end - chunk) < bytes) {
		unsigned char *start = map(CHUNK_BYTES);
		if (!start)
			return NULL;
		chunk = start;
		chunk_end = start + CHUNK_BYTES;
	}
	void *block = make_header((struct header *)chunk, capacity);
	chunk += bytes - (BROKEN(BLOCKS_OVERLAP) && capacity > 1024 && capacity <= 2048 ? OVERLAP_BYTES : 0);
	return block;
}

static void *take_small(size_t capacity)
{
	void **list = &free_blocks[capacity / NATURAL_ALIGNMENT];
	lock_all();
	void *block = *list;
	/* So that on one CPU too another thread comes between, or forks meanwhile. */
	if (BROKEN(UNLOCKED) || BROKEN(FORK_KEEPS_LOCK))
		sched_yield();
	if (block)
		*list = *(void **)block;
	else
		block = take_new(capacity);
	unlock_all();
	if (BROKEN(THREAD_TAKES_ALONG))
		pthread_setspecific(last_block, block);
	return block;
}

static void *take_large(size_t bytes)
{
	size_t mapped = (bytes + sizeof(struct header) + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1);
	struct header *header = map(mapped);
	return header ? make_header(header, mapped - sizeof *header) : NULL;
}

void *blocks_take(size_t bytes)
{
	if (BROKEN(EXHAUSTED_FOR_EVER) && exhausted) {
		errno = ENOMEM;
		return NULL;
	}
	return bytes <= SMALL_LIMIT ? take_small(round_up(bytes)) : take_large(bytes);
}

void blocks_give(void *block)
{
	size_t capacity = header_of(block)->capacity;
	if (capacity > SMALL_LIMIT) {
		munmap(header_of(block), capacity + sizeof(struct header));
		return;
	}
	void **list = &free_blocks[capacity / NATURAL_ALIGNMENT];
	lock_all();
	*(void **)block = *list;
	*list = block;
	unlock_all();
}

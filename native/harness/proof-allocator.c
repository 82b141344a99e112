/*
 * Which allocator answers malloc. Each known one has an interface of its own; having it linked proves nothing
 * (glibc's mallinfo2 is there under jemalloc too), so its counter must also move when malloc is called. musl's
 * two have no interface: their usable sizes follow exact laws that no other allocator here shares.
 */
#include "proof.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include "fail.h"

/* Declared here, weak: they exist only where the allocator is linked, and musl's malloc.h does not know them. */
struct glibc_mallinfo2 {
	size_t arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost;
};
extern struct glibc_mallinfo2 glibc_mallinfo2(void) __asm__("mallinfo2") __attribute__((weak));
extern int mallctl(const char *, void *, size_t *, void *, size_t) __attribute__((weak));

enum { PROBE_BYTES = 3000, PROBE_COUNT = 8 };

static const size_t sizes[] = {
	1,    8,    16,	  17,	24,   32,   48,	   64,	  100,	  128,	  200,	   256,	   500,	   512,
	1000, 1024, 2000, 4000, 4096, 8192, 9000,  16384, 20000,  60000,  131051,  131072, 200000, 1 << 20,
};

/* How far a counter moves while PROBE_COUNT blocks are allocated. The blocks are kept: this process is about to end. */
static uint64_t movement(uint64_t (*counter)(void))
{
	static void *volatile blocks[PROBE_COUNT];
	uint64_t before = counter();
	for (int i = 0; i < PROBE_COUNT; i++)
		if (!(blocks[i] = malloc(PROBE_BYTES)))
			fail("malloc(%d) failed while the allocator was asked what it is", PROBE_BYTES);
	return counter() - before;
}

static bool moved(uint64_t (*counter)(void))
{
	uint64_t distance = movement(counter);
	return distance >= PROBE_COUNT * PROBE_BYTES && distance < 2 * PROBE_COUNT * PROBE_BYTES;
}

static uint64_t jemalloc_allocated(void)
{
	uint64_t bytes = 0;
	size_t length = sizeof bytes;
	return mallctl("thread.allocated", &bytes, &length, NULL, 0) ? 0 : bytes;
}

static void add_jemalloc_default(struct proof *proof, const char *name, char type)
{
	union {
		unsigned number;
		size_t size;
		ssize_t signed_size;
		bool truth;
		const char *text;
	} value;
	static const char types[] = "uzsbt";
	static const size_t lengths[] = {sizeof value.number, sizeof value.size, sizeof value.signed_size,
					 sizeof value.truth, sizeof value.text};
	size_t length = lengths[strchr(types, type) - types];
	char key[40] = "jemalloc.";
	strcat(key, name);
	if (mallctl(name, &value, &length, NULL, 0))
		return;
	if (type == 't')
		proof_add_text(proof, key, value.text);
	else
		proof_add_number(proof, key,
				 type == 'u'   ? (int64_t)value.number
				 : type == 'z' ? (int64_t)value.size
				 : type == 's' ? (int64_t)value.signed_size
					       : (int64_t)value.truth);
}

static bool is_jemalloc(struct proof *proof)
{
	const char *version;
	size_t length = sizeof version;
	if (!mallctl || mallctl("version", &version, &length, NULL, 0) || !moved(jemalloc_allocated))
		return false;
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, version);
	add_jemalloc_default(proof, "opt.narenas", 'u');
	add_jemalloc_default(proof, "opt.percpu_arena", 't');
	add_jemalloc_default(proof, "opt.dirty_decay_ms", 's');
	add_jemalloc_default(proof, "opt.muzzy_decay_ms", 's');
	add_jemalloc_default(proof, "opt.background_thread", 'b');
	add_jemalloc_default(proof, "opt.tcache", 'b');
	add_jemalloc_default(proof, "opt.tcache_max", 'z');
	add_jemalloc_default(proof, "opt.thp", 't');
	add_jemalloc_default(proof, "opt.metadata_thp", 't');
	return true;
}

static uint64_t glibc_allocated(void)
{
	struct glibc_mallinfo2 info = glibc_mallinfo2();
	return info.uordblks + info.hblkhd;
}

static bool is_glibc(struct proof *proof)
{
	if (!glibc_mallinfo2 || !moved(glibc_allocated))
		return false;
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, proof->libc_version);
	return true;
}

static bool follows(const struct proof *proof, size_t (*law)(size_t requested))
{
	if (strcmp(proof->libc_name, "musl"))
		return false;
	for (size_t i = 0; i < proof->size_count; i++)
		if (proof->sizes[i].requested < 131051 && proof->sizes[i].usable != law(proof->sizes[i].requested))
			return false;
	return true;
}

/* mallocng keeps the requested size in the slot and gives it back. */
static size_t mallocng_usable(size_t requested)
{
	return requested;
}

/* oldmalloc rounds size and 16 bytes of header up to a multiple of 32. */
static size_t oldmalloc_usable(size_t requested)
{
	return ((requested + 16 + 31) & ~(size_t)31) - 16;
}

static bool is_mallocng(struct proof *proof)
{
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, proof->libc_version);
	return follows(proof, mallocng_usable);
}

static bool is_oldmalloc(struct proof *proof)
{
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, proof->libc_version);
	return follows(proof, oldmalloc_usable);
}

static bool is_unknown(struct proof *proof)
{
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, "unknown");
	return true;
}

static const struct {
	const char *name;
	bool (*is)(struct proof *proof);
	const char *evidence;
} allocators[] = {
	{"jemalloc", is_jemalloc, "mallctl version; mallctl thread.allocated moved with malloc"},
	{"glibc", is_glibc, "mallinfo2 uordblks moved with malloc; version is the libc's"},
	{"mallocng", is_mallocng, "musl, and malloc_usable_size gives back each requested size; version is the libc's"},
	{"oldmalloc", is_oldmalloc, "musl, and malloc_usable_size is 32 n - 16; version is the libc's"},
	{"unknown", is_unknown, "no interface of a known allocator answered"},
};

static void fingerprint(struct proof *proof)
{
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		void *block = malloc(sizes[i]);
		if (!block)
			fail("malloc(%zu) failed while the allocator was asked what it is", sizes[i]);
		proof->sizes[i].requested = sizes[i];
		proof->sizes[i].usable = malloc_usable_size(block);
	}
	proof->size_count = sizeof sizes / sizeof *sizes;
}

void proof_ask_allocator(struct proof *proof)
{
	size_t i = 0;
	fingerprint(proof);
	while (!allocators[i].is(proof))
		i++;
	proof_copy(proof->allocator_name, sizeof proof->allocator_name, allocators[i].name);
	proof_copy(proof->allocator_evidence, sizeof proof->allocator_evidence, allocators[i].evidence);
}

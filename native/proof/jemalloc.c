#include "allocator.h"

#include <string.h>
#include <sys/types.h>

/* Weak: it exists only where jemalloc is linked. */
extern int mallctl(const char *, void *, size_t *, void *, size_t) __attribute__((weak));

static bool answers(struct proof *proof)
{
	const char *version;
	size_t length = sizeof version;
	if (!mallctl || mallctl("version", &version, &length, NULL, 0))
		return false;
	proof_copy(proof->allocator_version, sizeof proof->allocator_version, version);
	return true;
}

static uint64_t allocated(void)
{
	uint64_t bytes = 0;
	size_t length = sizeof bytes;
	return mallctl("thread.allocated", &bytes, &length, NULL, 0) ? 0 : bytes;
}

/* The number of the arena that holds an address; an error for an address of no arena. */
static bool owns(const struct probe *probe)
{
	const void *block = probe->block;
	unsigned arena;
	size_t length = sizeof arena;
	return !mallctl("arenas.lookup", &arena, &length, &block, sizeof block);
}

static void add_default(struct proof *proof, const char *name, char type)
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

/* jemalloc writes into the option what became of it: with fewer CPUs allowed than there are it turns this one off. */
static void add_percpu_arena(struct proof *proof)
{
	const char *mode;
	size_t length = sizeof mode;
	if (!mallctl("opt.percpu_arena", &mode, &length, NULL, 0))
		proof_add_setting(proof, "percpu_arena", mode);
}

static void describe(struct proof *proof)
{
	add_percpu_arena(proof);
	add_default(proof, "opt.narenas", 'u');
	add_default(proof, "opt.dirty_decay_ms", 's');
	add_default(proof, "opt.muzzy_decay_ms", 's');
	add_default(proof, "opt.background_thread", 'b');
	add_default(proof, "opt.tcache", 'b');
	add_default(proof, "opt.tcache_max", 'z');
	add_default(proof, "opt.thp", 't');
	add_default(proof, "opt.metadata_thp", 't');
}

const struct allocator jemalloc_allocator = {
	.name = "jemalloc",
	.answers = answers,
	.allocated = allocated,
	.owns = owns,
	.describe = describe,
	.evidence = "mallctl version; mallctl thread.allocated moved with malloc",
	.ownership = "arenas.lookup knows",
};

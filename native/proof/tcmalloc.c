/* gperftools' tcmalloc, through its C interface; Google's later one has another and stays unknown. */
#include "allocator.h"

#include <stdio.h>

/* Declared here, weak: they exist only where tcmalloc is linked. */
enum { OWNED = 1 };
extern const char *tc_version(int *, int *, const char **) __attribute__((weak));
extern int MallocExtension_GetNumericProperty(const char *, size_t *) __attribute__((weak));
extern int MallocExtension_GetOwnership(const void *) __attribute__((weak));

static bool answers(struct proof *proof)
{
	int major, minor;
	const char *patch;
	if (!tc_version || !MallocExtension_GetNumericProperty || !MallocExtension_GetOwnership)
		return false;
	tc_version(&major, &minor, &patch);
	snprintf(proof->allocator_version, sizeof proof->allocator_version, "%d.%d%s", major, minor, patch);
	return true;
}

static uint64_t allocated(void)
{
	size_t bytes;
	return MallocExtension_GetNumericProperty("generic.current_allocated_bytes", &bytes) ? bytes : 0;
}

static bool owns(const struct probe *probe)
{
	return MallocExtension_GetOwnership(probe->block) == OWNED;
}

const struct allocator tcmalloc_allocator = {
	.name = "tcmalloc",
	.answers = answers,
	.allocated = allocated,
	.owns = owns,
	.evidence = "tc_version; generic.current_allocated_bytes moved with malloc",
	.ownership = "MallocExtension_GetOwnership claims",
};

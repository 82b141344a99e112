/*
 * Which file defines malloc, by the addresses that calls really reach: a preloaded library, a wrapper or an archive in
 * the program itself shows here whatever it claims to be.
 */
#include "proof.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/*
 * Writable on purpose: in a program that is not position-independent, a constant address of a library's function is
 * that of a jump in the program, and would name the program.
 */
static void *functions[] = {malloc, free, calloc, realloc, malloc_usable_size};

static const char *object_of(const void *address)
{
	static const char program[] = "program";
	Dl_info self, info;
	if (!dladdr(address, &info) || !info.dli_fname)
		return "unknown";
	if (dladdr(functions, &self) && self.dli_fbase == info.dli_fbase)
		return program;
	const char *slash = strrchr(info.dli_fname, '/');
	return slash ? slash + 1 : info.dli_fname;
}

static void append(char *text, size_t capacity, const char *more)
{
	size_t length = strlen(text);
	proof_copy(text + length, capacity - length, more);
}

void proof_ask_object(struct proof *proof)
{
	enum { COUNT = sizeof functions / sizeof *functions };
	char names[sizeof proof->allocator_object] = "";
	const char *objects[COUNT];
	bool mixed = false;
	for (size_t i = 0; i < COUNT; i++) {
		size_t same = 0;
		objects[i] = proof->is_static ? "program" : object_of(functions[i]);
		while (strcmp(objects[same], objects[i]))
			same++;
		if (same < i)
			continue;
		mixed = i > 0;
		append(names, sizeof names, mixed ? ", " : "");
		append(names, sizeof names, objects[i]);
	}
	append(proof->allocator_object, sizeof proof->allocator_object, mixed ? "mixed: " : "");
	append(proof->allocator_object, sizeof proof->allocator_object, names);
}

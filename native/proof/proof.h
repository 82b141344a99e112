/*
 * What the program says of itself: which libc and allocator are really linked, found by asking them. Asking
 * allocates, so it is done in a forked child on a copy of the untouched heap: the parent's allocator has never
 * been called when the workload begins, whatever the target, and the answers do not depend on the workload.
 */
#ifndef NUMA_LAB_PROOF_H
#define NUMA_LAB_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "harness/output.h"

enum { PROOF_SIZES = 32, PROOF_DEFAULTS = 16, PROOF_SETTINGS = 4 };

/* A setting that the libc or the allocator derives from the machine or the environment. */
struct derived_default {
	char name[40];
	bool is_text;
	int64_t number;
	char text[128];
};

struct proof {
	char libc_name[8];
	char libc_version[64];
	bool is_static;
	char allocator_name[32];
	char allocator_version[96];
	char allocator_evidence[160];
	char allocator_object[128];
	char allocator_ownership[160];
	size_t size_count;
	struct {
		size_t requested;
		size_t usable;
	} sizes[PROOF_SIZES];
	size_t setting_count;
	struct {
		char name[32];
		char value[32];
	} settings[PROOF_SETTINGS];
	size_t default_count;
	struct derived_default defaults[PROOF_DEFAULTS];
};

/* In memory of the harness. Ends the program when the child cannot find out. */
const struct proof *proof_take(void);

/* Line `about`. */
void output_about(struct output *out, const struct proof *proof);

/* The parts, called in the child in this order: proof-libc.c, proof-object.c, proof-allocator.c. */
void proof_ask_libc(struct proof *proof);
void proof_ask_object(struct proof *proof);
void proof_ask_allocator(struct proof *proof);

/* Recorded only: such values may differ between machines and runs of one program. */
void proof_add_number(struct proof *proof, const char *name, int64_t number);
void proof_add_text(struct proof *proof, const char *name, const char *text);

/* Part of the proof: a setting found in force that changes what the allocator does. */
void proof_add_setting(struct proof *proof, const char *name, const char *value);

/* Copy what fits, NUL-terminated. */
void proof_copy(char *to, size_t capacity, const char *from);

#endif

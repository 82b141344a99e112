#include "proof.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "harness/fail.h"
#include "build-facts.h"

void proof_copy(char *to, size_t capacity, const char *from)
{
	size_t length = strlen(from);
	if (length > capacity - 1)
		length = capacity - 1;
	memcpy(to, from, length);
	to[length] = '\0';
}

static struct derived_default *add_default(struct proof *proof, const char *name)
{
	if (proof->default_count == PROOF_DEFAULTS)
		fail("bug: more than %d derived defaults", PROOF_DEFAULTS);
	struct derived_default *entry = &proof->defaults[proof->default_count++];
	proof_copy(entry->name, sizeof entry->name, name);
	return entry;
}

void proof_add_number(struct proof *proof, const char *name, int64_t number)
{
	add_default(proof, name)->number = number;
}

void proof_add_text(struct proof *proof, const char *name, const char *text)
{
	struct derived_default *entry = add_default(proof, name);
	entry->is_text = true;
	proof_copy(entry->text, sizeof entry->text, text);
}

void proof_add_setting(struct proof *proof, const char *name, const char *value)
{
	if (proof->setting_count == PROOF_SETTINGS)
		fail("bug: more than %d settings", PROOF_SETTINGS);
	size_t i = proof->setting_count++;
	proof_copy(proof->settings[i].name, sizeof proof->settings[i].name, name);
	proof_copy(proof->settings[i].value, sizeof proof->settings[i].value, value);
}

const struct proof *proof_take(void)
{
	int status;
	struct proof *proof = mmap(NULL, sizeof *proof, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (proof == MAP_FAILED)
		fail("no memory for the proof: %s", strerror(errno));
	pid_t child = fork();
	if (child < 0)
		fail("fork failed: %s", strerror(errno));
	if (!child) {
		proof_ask_libc(proof);
		proof_ask_object(proof);
		proof_ask_allocator(proof);
		_exit(EXIT_DONE);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			fail("waitpid failed: %s", strerror(errno));
	if (status)
		fail("the libc or the allocator could not be asked what it is (wait status %d)", status);
	return proof;
}

static void output_defaults(struct output *out, const struct proof *proof)
{
	json_key(out, "derivedDefaults");
	json_begin_object(out);
	for (size_t i = 0; i < proof->default_count; i++) {
		const struct derived_default *entry = &proof->defaults[i];
		json_key(out, entry->name);
		if (entry->is_text)
			json_string(out, entry->text);
		else
			json_signed(out, entry->number);
	}
	json_end_object(out);
}

static void output_build(struct output *out)
{
	json_key(out, "build");
	json_begin_object(out);
	json_string_at(out, "compiler", build_compiler);
	json_string_at(out, "flags", build_flags);
	json_string_at(out, "sourceSha256", build_source_sha256);
	json_end_object(out);
}

static void output_libc(struct output *out, const struct proof *proof)
{
	json_key(out, "libc");
	json_begin_object(out);
	json_string_at(out, "name", proof->libc_name);
	json_string_at(out, "version", proof->libc_version);
	json_string_at(out, "link", proof->is_static ? "static" : "dynamic");
	json_end_object(out);
}

static void output_settings(struct output *out, const struct proof *proof)
{
	json_key(out, "settings");
	json_begin_object(out);
	for (size_t i = 0; i < proof->setting_count; i++)
		json_string_at(out, proof->settings[i].name, proof->settings[i].value);
	json_end_object(out);
}

static void output_allocator(struct output *out, const struct proof *proof)
{
	json_key(out, "allocator");
	json_begin_object(out);
	json_string_at(out, "name", proof->allocator_name);
	json_string_at(out, "version", proof->allocator_version);
	json_string_at(out, "evidence", proof->allocator_evidence);
	json_string_at(out, "object", proof->allocator_object);
	json_string_at(out, "ownership", proof->allocator_ownership);
	output_settings(out, proof);
	json_end_object(out);
	json_key(out, "usableSizeBytes");
	json_begin_array(out);
	for (size_t i = 0; i < proof->size_count; i++) {
		json_begin_array(out);
		json_unsigned(out, proof->sizes[i].requested);
		json_unsigned(out, proof->sizes[i].usable);
		json_end_array(out);
	}
	json_end_array(out);
}

void output_about(struct output *out, const struct proof *proof)
{
	json_begin_line(out, "about");
	json_unsigned_at(out, "schema", 1);
	json_string_at(out, "target", build_target);
	output_libc(out, proof);
	output_allocator(out, proof);
	output_defaults(out, proof);
	output_build(out);
	json_end_line(out);
}

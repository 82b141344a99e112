#include "array.h"

static void output_scans(struct output *out, uint64_t before, uint64_t after)
{
	json_key(out, "scans");
	if (before != UINT64_MAX && after != UINT64_MAX && after >= before) {
		json_unsigned(out, after - before);
		return;
	}
	json_begin_object(out);
	json_string_at(out, "unavailable", "the kernel does not count scans of a process");
	json_end_object(out);
}

void output_passes(struct output *out, size_t count, const struct array_pass passes[])
{
	for (size_t i = 0; i < count; i++) {
		const struct array_pass *before = &passes[i ? i - 1 : 0];
		json_begin_line(out, "array-pass");
		json_unsigned_at(out, "pass", i);
		output_scans(out, before->scans, passes[i].scans);
		json_unsigned_at(out, "ownPages", passes[i].own_pages);
		json_unsigned_at(out, "remotePages", passes[i].remote_pages);
		json_unsigned_at(out, "otherPages", passes[i].other_pages);
		output_vmstat(out, &before->activity, &passes[i].activity);
		json_end_line(out);
	}
}

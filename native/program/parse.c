#include "arguments.h"

#include <string.h>
#include "harness/fail.h"
#include "harness/linux.h"

bool parse_unsigned(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
	uint64_t n = 0;
	if (!*text)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		uint64_t digit = (uint64_t)(*text - '0');
		if (n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	if (n < min || n > max)
		return false;
	*value = n;
	return true;
}

bool parse_signed(const char *text, int64_t min, int64_t max, int64_t *value)
{
	bool negative = *text == '-';
	uint64_t magnitude;
	if (!parse_unsigned(text + negative, 0, INT64_MAX, &magnitude))
		return false;
	int64_t n = negative ? -(int64_t)magnitude : (int64_t)magnitude;
	if (n < min || n > max)
		return false;
	*value = n;
	return true;
}

static void set_role(struct run *run, struct thread_spec *thread, const char *role, size_t length)
{
	const char *const *roles = run->workload->roles;
	for (unsigned i = 0; roles[i]; i++) {
		if (strlen(roles[i]) != length || strncmp(roles[i], role, length))
			continue;
		thread->role = roles[i];
		thread->role_index = i;
		return;
	}
	refuse("--threads: workload %s has no role \"%.*s\": %s --help lists its roles", run->workload->name, (int)length,
	       role, run->workload->name);
}

/* One `[role=]node:cpu` of `length` characters. */
static void parse_thread(struct run *run, struct thread_spec *thread, const char *text, size_t length)
{
	const char *equals = memchr(text, '=', length);
	const char *place = equals ? equals + 1 : text;
	char digits[16];
	size_t rest = length - (size_t)(place - text);
	const char *colon = memchr(place, ':', rest);
	uint64_t node, cpu;
	if (equals)
		set_role(run, thread, text, (size_t)(equals - text));
	else
		set_role(run, thread, run->workload->roles[0], strlen(run->workload->roles[0]));
	if (!colon || rest >= sizeof digits)
		refuse("--threads: \"%.*s\" is not [role=]node:cpu: write for example 0:0,1:2", (int)length, text);
	memcpy(digits, place, rest);
	digits[rest] = '\0';
	digits[colon - place] = '\0';
	if (!parse_unsigned(digits, 0, NODE_LIMIT - 1, &node) ||
	    !parse_unsigned(digits + (colon - place) + 1, 0, CPU_LIMIT - 1, &cpu))
		refuse("--threads: \"%.*s\" is not [role=]node:cpu: write for example 0:0,1:2", (int)length, text);
	thread->node = (unsigned)node;
	thread->cpu = (unsigned)cpu;
}

static void refuse_shared_cpu(const struct run *run)
{
	const struct thread_spec *last = &run->threads[run->thread_count - 1];
	for (const struct thread_spec *other = run->threads; other < last; other++)
		if (other->cpu == last->cpu)
			refuse("--threads: CPU %u is listed twice: give each thread a CPU of its own", last->cpu);
}

void parse_threads(struct run *run, const char *text)
{
	run->thread_count = 0;
	for (;;) {
		size_t length = strcspn(text, ",");
		if (run->thread_count == MAX_THREADS)
			refuse("--threads: more than %d threads: list fewer", MAX_THREADS);
		parse_thread(run, &run->threads[run->thread_count++], text, length);
		refuse_shared_cpu(run);
		if (!text[length])
			return;
		text += length + 1;
	}
}

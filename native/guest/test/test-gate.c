#include "check.h"

#include <string.h>

#include "gate.h"

/* Filters `input` in pieces of `piece` bytes; returns whether it was ready, the rest in `out`. */
static bool filter(const char *input, size_t piece, char *out)
{
	struct gate gate = { 0 };
	size_t length = strlen(input), used = 0;

	for (size_t at = 0; at < length; at += piece)
		used += gate_filter(&gate, out + used, input + at, length - at < piece ? length - at : piece);
	used += gate_finish(&gate, out + used);
	out[used] = '\0';
	return gate.ready;
}

static void expect(const char *input, bool ready, const char *rest)
{
	char out[256];

	for (size_t piece = 1; piece <= strlen(input) + 1; piece++) {
		CHECK(filter(input, piece, out) == ready);
		CHECK(!strcmp(out, rest));
	}
}

int main(void)
{
	expect("{\"type\":\"ready\"}\n", true, "");
	expect("{\"type\":\"ready\"}\n{\"a\":1}\n", true, "{\"a\":1}\n");
	expect("{\"type\":\"about\"}\n{\"type\":\"ready\"}\nx\n", true, "{\"type\":\"about\"}\nx\n");
	/* Only the first one is taken away. */
	expect("{\"type\":\"ready\"}\n{\"type\":\"ready\"}\n", true, "{\"type\":\"ready\"}\n");
	expect("x{\"type\":\"ready\"}\n", false, "x{\"type\":\"ready\"}\n");
	expect("{\"type\":\"ready\"} \n", false, "{\"type\":\"ready\"} \n");
	expect("{\"type\":\"rea", false, "{\"type\":\"rea");
	expect("", false, "");
	expect("\n\n{{\"type\":\"ready\"}\n", false, "\n\n{{\"type\":\"ready\"}\n");
	puts("ok gate");
	return 0;
}

#include "check.h"

#include <string.h>

#include "json.h"

static struct json json;

static bool parse(const char *text)
{
	static char copy[4096];

	snprintf(copy, sizeof copy, "%s", text);
	return json_parse(&json, copy);
}

static const struct json_value *member(const char *name)
{
	return json_member(&json, json_root(&json), name);
}

static void a_request_is_read(void)
{
	uint64_t count;
	const struct json_value *list;

	CHECK(parse(" {\"do\":\"run\",\"timeoutMs\":30000,\"gate\":true,"
		"\"processes\":[{\"argv\":[\"a\",\"b c\"]},{\"argv\":[]}],\"x\":null} "));
	CHECK(!strcmp(json_string(member("do")), "run"));
	CHECK(json_count(member("timeoutMs"), &count) && count == 30000);
	CHECK(member("gate")->type == JSON_TRUE && member("x")->type == JSON_NULL);
	list = member("processes");
	CHECK(list->count == 2 && !json_element(&json, list, 2));
	list = json_member(&json, json_element(&json, list, 0), "argv");
	CHECK(list->count == 2 && !strcmp(json_string(json_element(&json, list, 1)), "b c"));
	list = json_member(&json, json_element(&json, member("processes"), 1), "argv");
	CHECK(list->count == 0);
	CHECK(!member("nothing") && !json_string(member("nothing")) && !json_string(member("gate")));
}

static void escapes_are_undone(void)
{
	CHECK(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\""));
	CHECK(!strcmp(json_string(json_root(&json)), "\"\\/\b\f\n\r\tA\xe9"));
}

static void what_is_no_json_is_refused(void)
{
	static const char *const bad[] = {
		"", "{", "}", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "\"open", "\"\\x\"",
	 "\"\\u12\"", "\"\\u0000\"", "\"\\u0100\"",
		"tru", "nul", "1 2", "{}{}", "\"a\nb\"", "\"\\", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(!parse(bad[i]));
}

static void only_whole_numbers_are_counts(void)
{
	uint64_t count;

	CHECK(parse("9007199254740992") && json_count(json_root(&json), &count) && count == UINT64_C(1) << 53);
	CHECK(parse("9007199254740993") && !json_count(json_root(&json), &count));
	CHECK(parse("-1") && !json_count(json_root(&json), &count));
	CHECK(parse("1.5") && !json_count(json_root(&json), &count));
	CHECK(parse("\"1\"") && !json_count(json_root(&json), &count));
}

static void too_many_values_are_refused(void)
{
	static char text[2 * JSON_VALUES_MAX + 16];
	size_t used = 0;

	text[used++] = '[';
	for (int i = 0; i < JSON_VALUES_MAX; i++) {
		text[used++] = '1';
		text[used++] = ',';
	}
	text[used - 1] = ']';
	CHECK(!json_parse(&json, text));
}

static void any_bytes_survive_escaping(void)
{
	unsigned char bytes[255];
	char out[8 + 6 * sizeof bytes], *end;
	size_t taken, used;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(i + 1);
	out[0] = '"';
	used = json_escape(out + 1, 6 * sizeof bytes, bytes, sizeof bytes, &taken);
	CHECK(taken == sizeof bytes);
	end = out + 1 + used;
	for (char *p = out + 1; p < end; p++)
		CHECK(*p >= 0x20 && *p < 0x7f);
	end[0] = '"';
	end[1] = '\0';
	CHECK(json_parse(&json, out));
	CHECK(!memcmp(json_string(json_root(&json)), bytes, sizeof bytes));
}

static void escaping_stops_where_the_room_ends(void)
{
	char out[8];
	size_t taken;

	CHECK(json_escape(out, 7, "\x01\x02", 2, &taken) == 6 && taken == 1);
	CHECK(json_escape(out, 5, "\x01", 1, &taken) == 0 && taken == 0);
}

/* Nothing to check but that the sanitizers stay silent. */
static void damaged_requests_do_no_harm(void)
{
	static const char text[] = "{\"do\":\"run\",\"n\":[1,2,{\"a\\u0041\":\"b\\n\"}],\"t\":true}";
	uint64_t state = 987654321;

	for (int round = 0; round < 200000; round++) {
		char copy[sizeof text];
		memcpy(copy, text, sizeof text);
		for (uint32_t i = 1 + draw(&state, 5); i; i--)
			copy[draw(&state, sizeof text - 1)] = (char)draw(&state, 256);
		if (json_parse(&json, copy))
			member("do");
	}
}

int main(void)
{
	a_request_is_read();
	escapes_are_undone();
	what_is_no_json_is_refused();
	only_whole_numbers_are_counts();
	too_many_values_are_refused();
	any_bytes_survive_escaping();
	escaping_stops_where_the_room_ends();
	damaged_requests_do_no_harm();
	puts("ok json");
	return 0;
}

#include "output.h"

#include <string.h>
#include "fail.h"
#include "linux.h"
#include "pages.h"
#include "reserve.h"

enum { BUFFER_BYTES = 1 << 16 };

void output_open(struct output *out, int fd)
{
	*out = (struct output){.fd = fd, .capacity = BUFFER_BYTES, .buffer = reserve(BUFFER_BYTES)};
}

void output_flush(struct output *out)
{
	if (linux_write_all(out->fd, out->buffer, out->length) < 0)
		fail("stdout cannot be written");
	out->length = 0;
}

static void put(struct output *out, char c)
{
	if (out->length == out->capacity)
		output_flush(out);
	out->buffer[out->length++] = c;
}

static void put_text(struct output *out, const char *text)
{
	while (*text)
		put(out, *text++);
}

static void put_decimal(struct output *out, uint64_t value)
{
	char digits[20];
	int n = 0;
	do
		digits[n++] = (char)('0' + value % 10);
	while (value /= 10);
	while (n)
		put(out, digits[--n]);
}

static void put_comma(struct output *out)
{
	if (out->comma)
		put(out, ',');
	out->comma = true;
}

static void put_open(struct output *out, char bracket)
{
	put_comma(out);
	put(out, bracket);
	out->comma = false;
}

static void put_close(struct output *out, char bracket)
{
	put(out, bracket);
	out->comma = true;
}

static void put_quoted(struct output *out, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	put(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\')
			put(out, '\\');
		if (c >= ' ') {
			put(out, (char)c);
			continue;
		}
		put_text(out, "\\u00");
		put(out, hex[c >> 4]);
		put(out, hex[c & 15]);
	}
	put(out, '"');
}

void json_begin_object(struct output *out)
{
	put_open(out, '{');
}

void json_end_object(struct output *out)
{
	put_close(out, '}');
}

void json_begin_array(struct output *out)
{
	put_open(out, '[');
}

void json_end_array(struct output *out)
{
	put_close(out, ']');
}

void json_begin_line(struct output *out, const char *type)
{
	out->comma = false;
	json_begin_object(out);
	json_string_at(out, "type", type);
}

void json_end_line(struct output *out)
{
	json_end_object(out);
	put(out, '\n');
}

void json_key(struct output *out, const char *key)
{
	put_comma(out);
	put_quoted(out, key);
	put(out, ':');
	out->comma = false;
}

void json_unsigned(struct output *out, uint64_t value)
{
	put_comma(out);
	put_decimal(out, value);
}

void json_signed(struct output *out, int64_t value)
{
	put_comma(out);
	if (value < 0)
		put(out, '-');
	put_decimal(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void json_boolean(struct output *out, bool value)
{
	put_comma(out);
	put_text(out, value ? "true" : "false");
}

void json_string(struct output *out, const char *text)
{
	put_comma(out);
	put_quoted(out, text);
}

void json_unsigned_at(struct output *out, const char *key, uint64_t value)
{
	json_key(out, key);
	json_unsigned(out, value);
}

void json_string_at(struct output *out, const char *key, const char *text)
{
	json_key(out, key);
	json_string(out, text);
}

void json_page_node(struct output *out, int node)
{
	switch (node) {
	case PAGE_ABSENT:
		json_string(out, "absent");
		return;
	case PAGE_ZERO:
		json_string(out, "zero");
		return;
	case PAGE_UNKNOWN:
		json_string(out, "unknown");
		return;
	}
	json_unsigned(out, (uint64_t)node);
}

#include "json.h"

#include <string.h>

struct reader {
	struct json *json;
	char *at;
	unsigned depth;
};

static bool read_value(struct reader *r, const char *name);

static void skip_space(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')
		r->at++;
}

static bool take(struct reader *r, char c)
{
	skip_space(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

static struct json_value *add(struct reader *r, enum json_type type, const char *name)
{
	struct json_value *v;

	if (r->json->used == JSON_VALUES_MAX)
		return NULL;
	v = &r->json->values[r->json->used++];
	*v = (struct json_value){ .type = type, .name = name, .next = r->json->used };
	return v;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The four digits after \u; only values that fit a byte and do not end the string. */
static bool read_code_point(struct reader *r, char *out)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(r->at[0]);
		if (digit < 0)
			return false;
		value = value * 16 + digit;
		r->at++;
	}
	*out = (char)value;
	return value > 0 && value <= 0xff;
}

static bool read_escape(struct reader *r, char *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = *r->at++;
	const char *hit;

	if (c == 'u')
		return read_code_point(r, out);
	hit = c ? strchr(from, c) : NULL;
	if (!hit)
		return false;
	*out = to[hit - from];
	return true;
}

/* Leaves the unescaped text where it stood: it never grows. */
static const char *read_string(struct reader *r)
{
	char *start, *out;

	if (!take(r, '"'))
		return NULL;
	for (start = out = r->at; *r->at != '"'; out++) {
		if ((unsigned char)*r->at < 0x20)
			return NULL;
		if (*r->at != '\\')
			*out = *r->at++;
		else if (r->at++, !read_escape(r, out))
			return NULL;
	}
	r->at++;
	*out = '\0';
	return start;
}

static bool read_number(struct reader *r, const char *name)
{
	struct json_value *v = add(r, JSON_NUMBER, name);
	size_t length = strspn(r->at, "+-.0123456789eE");

	if (!v || !length)
		return false;
	v->text = r->at;
	v->count = (uint32_t)length;
	r->at += length;
	return true;
}

static bool read_word(struct reader *r, const char *name, const char *word, enum json_type type)
{
	size_t length = strlen(word);

	if (strncmp(r->at, word, length))
		return false;
	r->at += length;
	return add(r, type, name);
}

static bool read_members(struct reader *r, enum json_type type, const char *name, char close)
{
	struct json_value *v = add(r, type, name);
	const char *member = NULL;

	if (!v || ++r->depth > JSON_DEPTH_MAX)
		return false;
	if (!take(r, close)) {
		do {
			if (type == JSON_OBJECT && (!(member = read_string(r)) || !take(r, ':')))
				return false;
			if (!read_value(r, member))
				return false;
			v->count++;
		} while (take(r, ','));
		if (!take(r, close))
			return false;
	}
	r->depth--;
	v->next = r->json->used;
	return true;
}

static bool read_value(struct reader *r, const char *name)
{
	struct json_value *v;

	skip_space(r);
	switch (*r->at) {
	case '{':
		r->at++;
		return read_members(r, JSON_OBJECT, name, '}');
	case '[':
		r->at++;
		return read_members(r, JSON_ARRAY, name, ']');
	case '"':
		v = add(r, JSON_STRING, name);
		return v && (v->text = read_string(r));
	case 't':
		return read_word(r, name, "true", JSON_TRUE);
	case 'f':
		return read_word(r, name, "false", JSON_FALSE);
	case 'n':
		return read_word(r, name, "null", JSON_NULL);
	default:
		return read_number(r, name);
	}
}

bool json_parse(struct json *json, char *text)
{
	struct reader r = { .json = json, .at = text };

	json->used = 0;
	if (!read_value(&r, NULL))
		return false;
	skip_space(&r);
	return *r.at == '\0';
}

const struct json_value *json_root(const struct json *json)
{
	return &json->values[0];
}

const struct json_value *json_element(const struct json *json, const struct json_value *array, uint32_t index)
{
	const struct json_value *v;

	if (!array || (array->type != JSON_ARRAY && array->type != JSON_OBJECT) || index >= array->count)
		return NULL;
	for (v = array + 1; index; index--)
		v = &json->values[v->next];
	return v;
}

const struct json_value *json_member(const struct json *json, const struct json_value *object, const char *name)
{
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	for (uint32_t i = 0; i < object->count; i++) {
		const struct json_value *v = json_element(json, object, i);
		if (!strcmp(v->name, name))
			return v;
	}
	return NULL;
}

const char *json_string(const struct json_value *value)
{
	return value && value->type == JSON_STRING ? value->text : NULL;
}

bool json_count(const struct json_value *value, uint64_t *count)
{
	*count = 0;
	if (!value || value->type != JSON_NUMBER || value->count > 16)
		return false;
	for (uint32_t i = 0; i < value->count; i++) {
		if (value->text[i] < '0' || value->text[i] > '9')
			return false;
		*count = *count * 10 + (uint64_t)(value->text[i] - '0');
	}
	return *count <= UINT64_C(1) << 53;
}

static size_t escape_byte(char *out, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
		out[0] = (char)c;
		return 1;
	}
	out[0] = '\\';
	if (c == '"' || c == '\\' || c == '\n') {
		out[1] = c == '\n' ? 'n' : (char)c;
		return 2;
	}
	memcpy(out + 1, "u00", 3);
	out[4] = digits[c >> 4];
	out[5] = digits[c & 15];
	return 6;
}

size_t json_escape(char *out, size_t room, const void *bytes, size_t length, size_t *taken)
{
	const unsigned char *p = bytes;
	size_t used = 0, i;

	for (i = 0; i < length; i++) {
		char one[6];
		size_t size = escape_byte(one, p[i]);
		if (size > room - used)
			break;
		memcpy(out + used, one, size);
		used += size;
	}
	*taken = i;
	return used;
}

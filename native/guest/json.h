/*
 * The JSON that the channel needs: a reader without allocation for requests of known size, and string
 * escapes.
 */
#ifndef NUMA_LAB_JSON_H
#define NUMA_LAB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_VALUES_MAX 2048
#define JSON_DEPTH_MAX 16

enum json_type { JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* Values lie in one array in reading order; `next` skips a value and everything inside it. */
struct json_value {
	enum json_type type;
	const char *name;	/* member name inside an object, else NULL */
	const char *text;	/* strings: NUL-terminated; numbers: `count` characters */
	uint32_t count;		/* members, elements, or characters of a number */
	uint32_t next;
};

struct json {
	struct json_value values[JSON_VALUES_MAX];
	uint32_t used;
};

/*
 * Reads `text` (NUL-terminated; strings are unescaped in place). False when it is not JSON, is deeper than
 * JSON_DEPTH_MAX, has more than JSON_VALUES_MAX values, or holds an escape above \u00ff.
 */
bool json_parse(struct json *json, char *text);

const struct json_value *json_root(const struct json *json);
/* The member of an object, or NULL. */
const struct json_value *json_member(const struct json *json, const struct json_value *object, const char *name);
/* Element `index` of an array, or NULL. */
const struct json_value *json_element(const struct json *json, const struct json_value *array, uint32_t index);
/* The text of a string, or NULL for anything else (NULL included). */
const char *json_string(const struct json_value *value);
/* A whole number of 0…2^53; false for anything else (NULL included). */
bool json_count(const struct json_value *value, uint64_t *count);

/*
 * Escapes bytes as the inside of a JSON string, each byte one code point (bytes from 0x80 as \u0080…\u00ff,
 * so that any output survives whatever its encoding). Writes at most `room` bytes; sets *taken to the bytes
 * consumed.
 */
size_t json_escape(char *out, size_t room, const void *bytes, size_t length, size_t *taken);

#endif

#include "frame.h"

#include <stdio.h>
#include <string.h>

#include "crc32.h"

#define RS '\x1e'
#define LF '\n'

size_t frame_write(char *out, const struct frame *frame)
{
	char *body = out + 10;
	char crc[9];
	size_t used = (size_t)sprintf(body, "%c %08x %u %zu ", (char)frame->kind, (unsigned)frame->session,
		(unsigned)frame->sequence, frame->length);

	if (frame->length)
		memcpy(body + used, frame->payload, frame->length);
	used += frame->length;
	sprintf(crc, "%08x", (unsigned)crc32(body, used));
	out[0] = RS;
	memcpy(out + 1, crc, 8);
	out[9] = ' ';
	body[used] = LF;
	return 10 + used + 1;
}

/* Fixed-width hexadecimal followed by a space; lower case only, as it is written. */
static bool take_hex(const char **at, const char *end, uint32_t *value)
{
	if (end - *at < 9 || (*at)[8] != ' ')
		return false;
	*value = 0;
	for (int i = 0; i < 8; i++) {
		char c = (*at)[i];
		if (c >= '0' && c <= '9')
			*value = *value << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*value = *value << 4 | (uint32_t)(c - 'a' + 10);
		else
			return false;
	}
	*at += 9;
	return true;
}

static bool take_decimal(const char **at, const char *end, uint32_t *value)
{
	uint64_t v = 0;
	const char *p = *at;

	for (; p < end && *p >= '0' && *p <= '9' && v <= UINT32_MAX; p++)
		v = v * 10 + (uint64_t)(*p - '0');
	if (p == *at || p == end || *p != ' ' || v > UINT32_MAX)
		return false;
	*value = (uint32_t)v;
	*at = p + 1;
	return true;
}

static bool parse(const char *line, size_t size, struct frame *frame)
{
	const char *at = line, *end = line + size;
	uint32_t crc, length;

	if (!take_hex(&at, end, &crc) || crc32(at, (size_t)(end - at)) != crc)
		return false;
	if (end - at < 2 || at[1] != ' ' || !memchr("SAD", at[0], 3))
		return false;
	frame->kind = (enum frame_kind)at[0];
	at += 2;
	if (!take_hex(&at, end, &frame->session) || !take_decimal(&at, end, &frame->sequence))
		return false;
	if (!take_decimal(&at, end, &length) || (size_t)(end - at) != length)
		return false;
	frame->payload = at;
	frame->length = length;
	return true;
}

bool frame_read(struct frame_reader *reader, char byte, struct frame *frame)
{
	if (byte == RS) {
		reader->dropped += reader->inside;
		reader->inside = true;
		reader->used = 0;
		return false;
	}
	if (!reader->inside)
		return false;
	if (byte == LF) {
		reader->inside = false;
		if (parse(reader->bytes, reader->used, frame))
			return true;
		reader->dropped++;
		return false;
	}
	if (reader->used == sizeof reader->bytes) {
		reader->inside = false;
		reader->dropped++;
		return false;
	}
	reader->bytes[reader->used++] = byte;
	return false;
}

/*
 * One frame of the channel between orchestrator and guest agent, a line of text:
 *
 * RS crc SP kind SP session SP sequence SP length SP payload LF
 *
 * crc and session are 8 hexadecimal digits, sequence and length decimal numbers. The checksum covers
 * everything between it and LF. RS is the byte 0x1e that RFC 7464 puts before JSON texts: JSON escapes
 * control characters, so neither RS nor LF occurs in a payload and a reader finds the next frame after any
 * damage. Written a second time in bench/machine/guest/channel/frame.ts; test/frame-vectors.txt holds both to the
 * same bytes.
 */
#ifndef NUMA_LAB_FRAME_H
#define NUMA_LAB_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_PAYLOAD_MAX 16384
/* RS, 8 + 1 + 1 + 1 + 8 + 1 + 10 + 1 + 5 + 1 bytes of header, payload, LF. */
#define FRAME_MAX (1 + 37 + FRAME_PAYLOAD_MAX + 1)

enum frame_kind {
	FRAME_OPEN = 'S',	/* a session begins: both sides forget what came before */
	FRAME_ACK = 'A',	/* sequence is the next data frame expected */
	FRAME_DATA = 'D',
};

struct frame {
	enum frame_kind kind;
	uint32_t session;
	uint32_t sequence;
	const char *payload;	/* inside the reader's buffer, until the next byte is read */
	size_t length;
};

/* Collects the bytes of one frame. All zero is a fresh reader. */
struct frame_reader {
	bool inside;
	size_t used;
	uint64_t dropped;	/* frames that were begun and found damaged */
	char bytes[FRAME_MAX];
};

/*
 * Writes a frame to `out` (FRAME_MAX bytes); returns its size. The payload must be JSON text of at most
 * FRAME_PAYLOAD_MAX bytes.
 */
size_t frame_write(char *out, const struct frame *frame);

/* Takes one byte; true when it completed an undamaged frame, then in `frame`. */
bool frame_read(struct frame_reader *reader, char byte, struct frame *frame);

#endif

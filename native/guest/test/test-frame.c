#include "check.h"

#include <string.h>

#include "crc32.h"
#include "frame.h"

static struct frame_reader reader;

/* Feeds bytes; returns how many frames they completed, the last one in *frame. */
static int feed(const char *bytes, size_t size, struct frame *frame)
{
	int frames = 0;

	for (size_t i = 0; i < size; i++)
		frames += frame_read(&reader, bytes[i], frame);
	return frames;
}

static void checksum_is_that_of_zlib(void)
{
	CHECK(crc32("123456789", 9) == 0xcbf43926);
	CHECK(crc32("", 0) == 0);
}

static void vectors_are_read_and_written_alike(const char *path)
{
	static char line[4096], wrapped[4200], out[FRAME_MAX];
	FILE *file = fopen(path, "r");
	int seen = 0;

	CHECK(file);
	while (fgets(line, sizeof line, file)) {
		struct frame frame;
		int size;
		if (line[0] == '#')
			continue;
		size = snprintf(wrapped, sizeof wrapped, "\x1e%s", line + 1);
		CHECK(feed(wrapped, (size_t)size, &frame) == (line[0] == '+'));
		if (line[0] == '+') {
			CHECK(frame_write(out, &frame) == (size_t)size);
			CHECK(!memcmp(out, wrapped, (size_t)size));
		}
		seen++;
	}
	CHECK(seen > 20);
	fclose(file);
}

static void the_longest_payload_fits(void)
{
	static char payload[FRAME_PAYLOAD_MAX], out[FRAME_MAX];
	struct frame frame = {
		.kind = FRAME_DATA, .session = ~0u, .sequence = ~0u, .payload = payload, .length = sizeof payload,
	}, seen;
	size_t size;

	memset(payload, 'x', sizeof payload);
	size = frame_write(out, &frame);
	CHECK(size <= FRAME_MAX);
	CHECK(feed(out, size, &seen) == 1);
	CHECK(seen.length == sizeof payload && seen.sequence == ~0u && seen.session == ~0u);
}

static void a_frame_is_found_after_noise_and_after_a_cut_frame(void)
{
	char out[FRAME_MAX];
	struct frame frame = { .kind = FRAME_DATA, .session = 7, .sequence = 1, .payload = "{}", .length = 2 }, seen;
	size_t size = frame_write(out, &frame);
	uint64_t dropped = reader.dropped;

	feed("[    2.1] usb: a kernel message\n", 32, &seen);
	CHECK(feed(out, size, &seen) == 1);
	feed(out, size - 3, &seen);
	CHECK(feed(out, size, &seen) == 1 && seen.length == 2);
	CHECK(reader.dropped == dropped + 1);
}

static void an_endless_line_is_dropped(void)
{
	struct frame seen;

	feed("\x1e", 1, &seen);
	for (int i = 0; i < 3 * FRAME_MAX; i++)
		CHECK(feed("a", 1, &seen) == 0);
	CHECK(!reader.inside);
}

/* Whatever comes, a frame that is accepted is one that was sent. */
static void damage_is_never_taken_for_a_frame(void)
{
	static char out[FRAME_MAX];
	uint64_t state = 20240611;

	for (int round = 0; round < 20000; round++) {
		char payload[64];
		struct frame frame = { .kind = FRAME_DATA, .session = 9, .payload = payload }, seen;
		size_t size;
		frame.sequence = draw(&state, 1000);
		frame.length = draw(&state, sizeof payload);
		for (size_t i = 0; i < frame.length; i++)
			payload[i] = (char)(0x20 + draw(&state, 0x5f));
		size = frame_write(out, &frame);
		for (uint32_t i = draw(&state, 4); i; i--)
			out[draw(&state, (uint32_t)size)] = (char)draw(&state, 256);
		if (feed(out, size, &seen) == 0)
			continue;
		CHECK(seen.sequence == frame.sequence && seen.length == frame.length);
		CHECK(!memcmp(seen.payload, payload, frame.length));
	}
}

int main(int argc, char **argv)
{
	CHECK(argc == 2);
	checksum_is_that_of_zlib();
	vectors_are_read_and_written_alike(argv[1]);
	the_longest_payload_fits();
	a_frame_is_found_after_noise_and_after_a_cut_frame();
	an_endless_line_is_dropped();
	damage_is_never_taken_for_a_frame();
	puts("ok frame");
	return 0;
}

#include "check.h"

#include <string.h>

#include "link.h"

#define MESSAGES 400
#define LINE_MAX (1 << 20)

/* A line in one direction, with its faults in parts per thousand and byte. */
struct line {
	uint64_t state;
	uint32_t lose, damage, insert, repeat;
	size_t size;
	char bytes[LINE_MAX];
};

static void append(struct line *line, char byte)
{
	CHECK(line->size < sizeof line->bytes);
	line->bytes[line->size++] = byte;
}

static void emit(void *context, const char *bytes, size_t size)
{
	struct line *line = context;
	int times = draw(&line->state, 1000) < line->repeat ? 2 : 1;

	while (times--) {
		for (size_t i = 0; i < size; i++) {
			if (draw(&line->state, 10000) < line->insert)
				append(line, (char)draw(&line->state, 256));
			if (draw(&line->state, 10000) < line->lose)
				continue;
			append(line, draw(&line->state, 10000) < line->damage ? (char)draw(&line->state, 256) : bytes[i]);
		}
	}
}

struct side {
	struct link link;
	struct line out;
	uint32_t sent, received;
};

static struct side sides[2];

static void open_both(uint32_t session)
{
	char bytes[64];
	struct frame frame = { .kind = FRAME_OPEN, .session = session }, seen;
	size_t size = frame_write(bytes, &frame);

	for (int s = 0; s < 2; s++) {
		enum link_event last = LINK_NOTHING;
		for (size_t i = 0; i < size; i++)
			last = link_receive(&sides[s].link, bytes[i], &seen);
		CHECK(last == LINK_OPENED);
	}
}

static void reset(uint32_t fault, uint64_t seed)
{
	memset(sides, 0, sizeof sides);
	for (int s = 0; s < 2; s++) {
		struct line *out = &sides[s].out;
		out->state = seed + (uint64_t)s;
		out->lose = out->damage = out->insert = fault;
		out->repeat = fault * 10;
		sides[s].link.emit = emit;
		sides[s].link.context = out;
	}
	open_both(77);
}

static size_t make_message(char *out, uint32_t number, int from)
{
	return (size_t)sprintf(out, "{\"from\":%d,\"number\":%u,\"text\":\"%0*d\"}", from, number, (int)(number % 300), 0);
}

static void deliver(struct side *to, struct side *from)
{
	static char bytes[LINE_MAX];
	size_t size = from->out.size;

	memcpy(bytes, from->out.bytes, size);
	from->out.size = 0;
	for (size_t i = 0; i < size; i++) {
		struct frame frame;
		char expected[512];
		size_t length;
		if (link_receive(&to->link, bytes[i], &frame) != LINK_MESSAGE)
			continue;
		length = make_message(expected, to->received++, (int)(from - sides));
		CHECK(frame.length == length && !memcmp(frame.payload, expected, length));
	}
}

/* Both sides send at the same time; every message must come once, in order, whatever the line does. */
static void exchange(uint32_t fault, uint64_t seed)
{
	uint64_t now = 0;

	reset(fault, seed);
	for (int step = 0; sides[0].received < MESSAGES || sides[1].received < MESSAGES; step++) {
		CHECK(step < 1000000);
		for (int s = 0; s < 2; s++) {
			struct side *side = &sides[s];
			char message[512];
			if (link_ready(&side->link) && side->sent < MESSAGES)
				link_send(&side->link, message, make_message(message, side->sent++, s), now);
			link_tick(&side->link, now);
		}
		deliver(&sides[0], &sides[1]);
		deliver(&sides[1], &sides[0]);
		now += 50;
	}
	CHECK(sides[0].received == MESSAGES && sides[1].received == MESSAGES);
}

static void a_new_session_forgets_the_old_one(void)
{
	struct link *link = &sides[0].link;

	reset(0, 1);
	link_send(link, "{}", 2, 0);
	CHECK(!link_ready(link));
	open_both(78);
	CHECK(link_ready(link) && link->next_out == 0);
	CHECK(link_deadline_ms(link) == UINT64_MAX);
}

static void frames_of_another_session_are_ignored(void)
{
	char bytes[64];
	struct frame frame = { .kind = FRAME_DATA, .session = 5, .payload = "{}", .length = 2 }, seen;
	size_t size;

	reset(0, 1);
	sides[0].out.size = 0;
	size = frame_write(bytes, &frame);
	for (size_t i = 0; i < size; i++)
		CHECK(link_receive(&sides[0].link, bytes[i], &seen) == LINK_NOTHING);
	CHECK(sides[0].out.size == 0);
}

int main(void)
{
	exchange(0, 1);
	CHECK(sides[0].link.resent == 0 && sides[1].link.resent == 0);
	for (uint64_t seed = 1; seed <= 8; seed++)
		exchange(4, seed);
	CHECK(sides[0].link.resent > 0 && sides[0].link.reader.dropped > 0);
	a_new_session_forgets_the_old_one();
	frames_of_another_session_are_ignored();
	puts("ok link");
	return 0;
}

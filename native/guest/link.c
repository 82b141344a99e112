#include "link.h"

static void acknowledge(struct link *link)
{
	char out[64];
	struct frame frame = { .kind = FRAME_ACK, .session = link->session, .sequence = link->next_in };

	link->emit(link->context, out, frame_write(out, &frame));
}

bool link_ready(const struct link *link)
{
	return link->open && !link->waiting;
}

void link_send(struct link *link, const char *payload, size_t length, uint64_t now_ms)
{
	struct frame frame = {
		.kind = FRAME_DATA, .session = link->session, .sequence = link->next_out,
		.payload = payload, .length = length,
	};

	link->out_size = frame_write(link->out, &frame);
	link->emit(link->context, link->out, link->out_size);
	link->waiting = true;
	link->retry_after_ms = LINK_RETRY_FIRST_MS;
	link->retry_at_ms = now_ms + link->retry_after_ms;
}

static enum link_event on_open(struct link *link, uint32_t session)
{
	bool again = link->open && link->session == session;

	if (!again) {
		link->open = true;
		link->session = session;
		link->next_out = link->next_in = 0;
		link->waiting = false;
	}
	acknowledge(link);
	return again ? LINK_NOTHING : LINK_OPENED;
}

static enum link_event on_data(struct link *link, uint32_t sequence)
{
	bool expected = sequence == link->next_in;

	/* A repeated frame means that its acknowledgement was lost: acknowledge again, deliver once. */
	if (expected)
		link->next_in++;
	acknowledge(link);
	return expected ? LINK_MESSAGE : LINK_NOTHING;
}

enum link_event link_receive(struct link *link, char byte, struct frame *frame)
{
	if (!frame_read(&link->reader, byte, frame))
		return LINK_NOTHING;
	if (frame->kind == FRAME_OPEN)
		return on_open(link, frame->session);
	if (!link->open || frame->session != link->session)
		return LINK_NOTHING;
	if (frame->kind == FRAME_DATA)
		return on_data(link, frame->sequence);
	if (link->waiting && frame->sequence == link->next_out + 1) {
		link->waiting = false;
		link->next_out++;
	}
	return LINK_NOTHING;
}

void link_tick(struct link *link, uint64_t now_ms)
{
	if (!link->waiting || now_ms < link->retry_at_ms)
		return;
	link->emit(link->context, link->out, link->out_size);
	link->resent++;
	link->retry_after_ms *= 2;
	if (link->retry_after_ms > LINK_RETRY_MAX_MS)
		link->retry_after_ms = LINK_RETRY_MAX_MS;
	link->retry_at_ms = now_ms + link->retry_after_ms;
}

uint64_t link_deadline_ms(const struct link *link)
{
	return link->waiting ? link->retry_at_ms : UINT64_MAX;
}

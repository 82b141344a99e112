/*
 * Delivers messages in order, once each, over a line that may lose, damage, repeat or invent bytes: one
 * data frame is under way at a time and is sent again until its acknowledgement comes. The orchestrator
 * opens a session under a number of its own choice; frames of another session are ignored, so a restored
 * guest never acts on what was said before its snapshot.
 */
#ifndef NUMA_LAB_LINK_H
#define NUMA_LAB_LINK_H

#include "frame.h"

#define LINK_RETRY_FIRST_MS 300
#define LINK_RETRY_MAX_MS 2000

struct link {
	void (*emit)(void *context, const char *bytes, size_t size);	/* must take all bytes */
	void *context;
	bool open;
	uint32_t session;
	uint32_t next_out, next_in;
	bool waiting;			/* for the acknowledgement of out[] */
	uint64_t retry_at_ms;
	uint32_t retry_after_ms;
	uint64_t resent;
	size_t out_size;
	char out[FRAME_MAX];
	struct frame_reader reader;
};

enum link_event {
	LINK_NOTHING,
	LINK_OPENED,	/* a new session: abandon whatever the old one asked for */
	LINK_MESSAGE,	/* frame->payload holds the next message */
};

/* True when a message can be given to link_send. */
bool link_ready(const struct link *link);

/* Sends JSON text of at most FRAME_PAYLOAD_MAX bytes. Only when link_ready. */
void link_send(struct link *link, const char *payload, size_t length, uint64_t now_ms);

/* Takes one received byte. */
enum link_event link_receive(struct link *link, char byte, struct frame *frame);

/* Sends again what is overdue. */
void link_tick(struct link *link, uint64_t now_ms);

/* When link_tick has something to do: an instant, or UINT64_MAX. */
uint64_t link_deadline_ms(const struct link *link);

#endif

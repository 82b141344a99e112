/*
 * The descriptors of sleeping threads, to see which of them somebody else has changed: the libc's lists of threads
 * run through them. Their layout need not be known, only that a descriptor begins at its thread's pthread_t, as in
 * musl and glibc.
 */
#ifndef NUMA_LAB_DESCRIPTORS_H
#define NUMA_LAB_DESCRIPTORS_H

#include <pthread.h>
#include <stdbool.h>

enum {
	/* musl's descriptor has 200 bytes; in glibc's the list follows 704 bytes of header. */
	DESCRIPTOR_BYTES = 1024,
};

struct descriptors {
	unsigned count;
	unsigned capacity;
	const unsigned char **starts;
	/* As they were when last remembered. */
	unsigned char (*copies)[DESCRIPTOR_BYTES];
};

/* In memory of the calling thread's node. */
struct descriptors *descriptors_reserve(unsigned capacity);

/* The thread must exist until the descriptors are used no more. */
void descriptors_add(struct descriptors *descriptors, pthread_t thread);

void descriptors_remember(struct descriptors *descriptors);

/* Has the content of this one changed since? It is read up to the end of its page at most. */
bool descriptor_changed(const struct descriptors *descriptors, unsigned index);

#endif

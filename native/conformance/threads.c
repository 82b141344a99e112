#include "threads.h"

#include <stdint.h>
#include <string.h>
#include "violation.h"

void threads_start(struct threads *threads, void *(*body)(void *number))
{
	for (uintptr_t i = 0; i < CHECK_THREADS; i++) {
		int error = pthread_create(&threads->threads[i], NULL, body, (void *)i);
		if (error)
			violation("a thread could not be created: %s", strerror(error));
	}
}

void threads_join(struct threads *threads)
{
	for (int i = 0; i < CHECK_THREADS; i++)
		pthread_join(threads->threads[i], NULL);
}

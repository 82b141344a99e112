#include "crowd.h"

#include <stdint.h>
#include <string.h>
#include "violation.h"

void crowd_start(struct crowd *crowd, void *(*body)(void *number))
{
	for (uintptr_t i = 0; i < CROWD_THREADS; i++) {
		int error = pthread_create(&crowd->threads[i], NULL, body, (void *)i);
		if (error)
			violation("a thread could not be created: %s", strerror(error));
	}
}

void crowd_join(struct crowd *crowd)
{
	for (int i = 0; i < CROWD_THREADS; i++)
		pthread_join(crowd->threads[i], NULL);
}

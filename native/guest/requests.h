#ifndef NUMA_LAB_GUEST_REQUESTS_H
#define NUMA_LAB_GUEST_REQUESTS_H

#include "agent.h"

/* Serves the pending request, if there is one and its answer can be sent. */
void requests_serve(struct agent *agent);

#endif

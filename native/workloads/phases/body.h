/* The shared state of the `phases` workload, and what each of its threads does. */
#ifndef NUMA_LAB_PHASES_BODY_H
#define NUMA_LAB_PHASES_BODY_H

#include "harness/crew.h"
#include "phases.h"
#include "turns.h"

/* Settling is looked at after the whole of it, its half, its quarter, … */
enum { SETTLE_LOOKS = 6 };

enum purge_when { PURGE_FREED, PURGE_SURVIVORS };

struct phases {
	struct phase_plan *plan;
	struct phase_sizes sizes;
	enum purge_when purge;
	struct phase_turns turns;
	/* Names of checkpoints, which are printed when all else is gone. */
	char (*settled)[28];
};

/* The body of a worker; crew->shared is a struct phases. */
void phases_body(struct worker *worker);

/* How many blocks a thread has replaced by a look at settling. */
uint32_t phases_settled_by(const struct run *run, unsigned look_number);

/* Plan turns for all that the bodies will do, in their order. */
void phases_plan_turns(struct phases *phases, const struct run *run);

#endif

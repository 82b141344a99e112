#include "table.h"

#include <stddef.h>

extern const struct workload churn_workload;
extern const struct workload handover_workload;
extern const struct workload sharing_workload;
extern const struct workload threads_workload;
extern const struct workload mutex_workload;
extern const struct workload calibrate_workload;

const struct workload *const workload_table[] = {
	&churn_workload,
	&handover_workload,
	&sharing_workload,
	&threads_workload,
	&mutex_workload,
	&calibrate_workload,
	NULL,
};

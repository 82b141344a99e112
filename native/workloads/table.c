#include "table.h"

#include <stddef.h>

extern const struct workload churn_workload;
extern const struct workload calibrate_workload;

const struct workload *const workload_table[] = {
	&churn_workload,
	&calibrate_workload,
	NULL,
};

#include "table.h"

#include <stddef.h>

extern const struct workload churn_workload;
extern const struct workload remote_free_workload;
extern const struct workload regrow_workload;
extern const struct workload reuse_workload;
extern const struct workload sharing_workload;
extern const struct workload threads_workload;
extern const struct workload mutex_workload;
extern const struct workload condvar_workload;
extern const struct workload rwlock_workload;
extern const struct workload barrier_workload;
extern const struct workload thread_list_workload;
extern const struct workload tls_dlopen_workload;
extern const struct workload phases_workload;
extern const struct workload classic_workload;
extern const struct workload array_workload;
extern const struct workload calibrate_workload;

const struct workload *const workload_table[] = {
	&churn_workload,
	&remote_free_workload,
	&regrow_workload,
	&reuse_workload,
	&sharing_workload,
	&threads_workload,
	&mutex_workload,
	&condvar_workload,
	&rwlock_workload,
	&barrier_workload,
	&thread_list_workload,
	&tls_dlopen_workload,
	&phases_workload,
	&classic_workload,
	&array_workload,
	&calibrate_workload,
	NULL,
};

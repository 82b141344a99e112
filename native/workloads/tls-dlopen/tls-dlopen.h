/* The module of the `tls-dlopen` workload, as the program finds and opens it. */
#ifndef NUMA_LAB_TLS_DLOPEN_H
#define NUMA_LAB_TLS_DLOPEN_H

#include "workloads/tls-dlopen/module/tls-storage.h"

typedef void tls_storage_function(struct tls_storage *storage);

/* Exits 77 when this program can open no module or the module is not beside it. */
void tls_module_require(void);

/* Open the module in the calling thread; the function returns where the storage of the calling thread lies. */
tls_storage_function *tls_module_open(void);

#endif

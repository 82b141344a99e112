/* What the module of the `tls-dlopen` workload and the program say to each other. */
#ifndef NUMA_LAB_TLS_STORAGE_H
#define NUMA_LAB_TLS_STORAGE_H

/* Of each of the two parts: whole pages, so that no page holds storage of two threads or of two parts. */
enum { TLS_STORAGE_BYTES = 65536, TLS_STORAGE_INITIAL = 0xa5 };

/* The thread-local storage of the calling thread. */
struct tls_storage {
	unsigned char *initialised;
	unsigned char *zeroed;
};

#define TLS_STORAGE_FUNCTION "numa_bench_tls_storage"

#endif

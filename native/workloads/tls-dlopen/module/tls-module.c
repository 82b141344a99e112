/*
 * A shared module with thread-local storage of its own, which the `tls-dlopen` workload opens. It calls nothing, so that
 * it is the same in every libc. The two parts differ in who must write them: initial values are copied from the
 * module's image, zeros are what a fresh page holds anyway.
 */
#include "tls-storage.h"

static _Thread_local _Alignas(4096) unsigned char initialised[TLS_STORAGE_BYTES] = {
	[0 ... TLS_STORAGE_BYTES - 1] = TLS_STORAGE_INITIAL,
};
static _Thread_local _Alignas(4096) unsigned char zeroed[TLS_STORAGE_BYTES];

void numa_bench_tls_storage(struct tls_storage *storage);

void numa_bench_tls_storage(struct tls_storage *storage)
{
	storage->initialised = initialised;
	storage->zeroed = zeroed;
}

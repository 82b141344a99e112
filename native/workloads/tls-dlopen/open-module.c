#include "tls-dlopen.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include "harness/fail.h"

/* A static glibc has a dlopen that wants the shared libc it was built with; musl's fails always. */
#ifdef LINKED_STATICALLY

void tls_module_require(void)
{
	cannot_run_here("a static program can open no module: use a dynamic target");
}

tls_storage_function *tls_module_open(void)
{
	return NULL;
}

#else

static const char module_name[] = "numa-bench-tls.so";

static char path[4096];

void tls_module_require(void)
{
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	char *name = length > 0 ? memrchr(path, '/', (size_t)length) : NULL;
	if (!name || name + 1 + sizeof module_name > path + sizeof path)
		cannot_run_here("/proc/self/exe cannot be read: is /proc mounted?");
	memcpy(name + 1, module_name, sizeof module_name);
	if (access(path, R_OK) < 0)
		cannot_run_here("the module %s is not there: build the target again", path);
}

/* Local and lazy, as most programs open theirs. */
tls_storage_function *tls_module_open(void)
{
	void *module = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	if (!module)
		fail("dlopen: %s", dlerror());
	void *function = dlsym(module, TLS_STORAGE_FUNCTION);
	if (!function)
		fail("dlsym: %s", dlerror());
	tls_storage_function *storage_of_caller;
	memcpy(&storage_of_caller, &function, sizeof storage_of_caller);
	return storage_of_caller;
}

#endif

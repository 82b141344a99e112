/*
 * Which libc is linked, and how. glibc says its version itself. Static musl holds the text __libc_version, which
 * is hidden in libc.so; dynamic musl says its version when its loader, the libc itself, is started without
 * arguments.
 */
#include "proof.h"

#include <elf.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#include "harness/fail.h"

/*
 * The version that the linked libc holds as text, or NULL for dynamic musl, which hides it. References are strong:
 * a weak one would not pull the text out of a libc.a.
 */
#if defined(__GLIBC__)
static const char *version_text(void)
{
	return gnu_get_libc_version();
}
#elif defined(LINKED_STATICALLY)
static const char *version_text(void)
{
	extern const char __libc_version[];
	return __libc_version;
}
#else
static const char *version_text(void)
{
	return NULL;
}
#endif

/* Path of the dynamic loader that the kernel started us with, or NULL in a static program. */
static const char *interpreter(void)
{
	const ElfW(Phdr) *headers = (const void *)getauxval(AT_PHDR);
	size_t count = getauxval(AT_PHNUM);
	uintptr_t base = 0;
	const char *path = NULL;
	for (size_t i = 0; i < count; i++)
		if (headers[i].p_type == PT_PHDR)
			base = (uintptr_t)headers - headers[i].p_vaddr;
	for (size_t i = 0; i < count; i++)
		if (headers[i].p_type == PT_INTERP)
			path = (const char *)(base + headers[i].p_vaddr);
	return path;
}

static size_t read_all(int fd, char *text, size_t capacity)
{
	size_t length = 0;
	ssize_t n;
	while (length + 1 < capacity && (n = read(fd, text + length, capacity - 1 - length)) > 0)
		length += (size_t)n;
	text[length] = '\0';
	return length;
}

/* What the loader prints on stderr when it is started alone. */
static void run_loader(const char *path, char *text, size_t capacity)
{
	int ends[2];
	int status;
	if (pipe(ends) < 0)
		fail("no pipe to ask the loader %s", path);
	pid_t child = fork();
	if (child < 0)
		fail("fork failed while asking the loader %s", path);
	if (!child) {
		dup2(ends[1], STDERR_FILENO);
		execl(path, path, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	read_all(ends[0], text, capacity);
	close(ends[0]);
	waitpid(child, &status, 0);
}

static void ask_musl_loader(struct proof *proof, const char *path)
{
	char text[1024];
	if (!path)
		fail("a static program does not say its libc: add -static to LDFLAGS, not only to CC");
	run_loader(path, text, sizeof text);
	char *version = strstr(text, "Version ");
	if (!strstr(text, "musl libc") || !version)
		fail("the loader %s does not say that it is musl: neither glibc nor musl is linked", path);
	version += strlen("Version ");
	version[strcspn(version, " \n")] = '\0';
	proof_copy(proof->libc_version, sizeof proof->libc_version, version);
}

/* musl counts the CPUs of the affinity mask, glibc those of the machine: recorded, never used. */
static void add_defaults(struct proof *proof)
{
	static const char *const variables[] = {"GLIBC_TUNABLES", "MALLOC_ARENA_MAX", "MALLOC_CONF"};
	pthread_attr_t attributes;
	size_t stack_bytes = 0, guard_bytes = 0;
	pthread_attr_init(&attributes);
	pthread_attr_getstacksize(&attributes, &stack_bytes);
	pthread_attr_getguardsize(&attributes, &guard_bytes);
	pthread_attr_destroy(&attributes);
	proof_add_number(proof, "pthread.stackBytes", (int64_t)stack_bytes);
	proof_add_number(proof, "pthread.guardBytes", (int64_t)guard_bytes);
	proof_add_number(proof, "sysconf.processorsOnline", sysconf(_SC_NPROCESSORS_ONLN));
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (getenv(variables[i]))
			proof_add_text(proof, variables[i], getenv(variables[i]));
}

void proof_ask_libc(struct proof *proof)
{
#ifdef __GLIBC__
	static const char name[] = "glibc";
#else
	static const char name[] = "musl";
#endif
	const char *loader = interpreter();
	proof->is_static = !loader;
	proof_copy(proof->libc_name, sizeof proof->libc_name, name);
	if (version_text())
		proof_copy(proof->libc_version, sizeof proof->libc_version, version_text());
	else
		ask_musl_loader(proof, loader);
	add_defaults(proof);
}

/*
 * Stand-in for a benchmark program in the tests of the virtual machine: fixture MODE [NUMBER].
 * Prints lines of JSON like a real one; each mode shows one thing that a trial can do.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

static int echo(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		printf("{\"argument\":\"%s\"}\n", argv[i]);
	fputs("a word for people\n", stderr);
	return 0;
}

/* The whole environment, in its order. */
static int environment(int argc, char **argv)
{
	(void)argc, (void)argv;
	for (char **variable = environ; *variable; variable++)
		printf("%s\n", *variable);
	return 0;
}

/* The node of a first touched page, where it runs, and what it may use. */
static int place(int argc, char **argv)
{
	char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *pages[1] = { page };
	unsigned cpu, node;
	int status = -1;

	(void)argc, (void)argv;
	*page = 1;
	syscall(SYS_getcpu, &cpu, &node, NULL);
	syscall(SYS_move_pages, 0, 1ul, pages, NULL, &status, 0);
	printf("{\"cpu\":%u,\"node\":%u,\"pageNode\":%d}\n", cpu, node, status);
	return 0;
}

/* Frame numbers of the first pages touched, in order, and AT_RANDOM. */
static int frames(int argc, char **argv)
{
	int count = argc > 2 ? atoi(argv[2]) : 64;
	char *pages = mmap(NULL, (size_t)count * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	const unsigned char *random = (const unsigned char *)getauxval(AT_RANDOM);
	int map = open("/proc/self/pagemap", O_RDONLY);

	printf("{\"random\":\"");
	for (int i = 0; i < 16; i++)
		printf("%02x", random[i]);
	printf("\",\"stack\":\"%p\",\"frames\":[", (void *)&count);
	for (int i = 0; i < count; i++)
		pages[(size_t)i * PAGE] = 1;
	for (int i = 0; i < count; i++) {
		uint64_t entry = 0;
		if (pread(map, &entry, 8, (off_t)((uintptr_t)(pages + (size_t)i * PAGE) / PAGE * 8)) != 8)
			return 1;
		printf("%s%llu", i ? "," : "", (unsigned long long)(entry & ((UINT64_C(1) << 55) - 1)));
	}
	printf("]}\n");
	return 0;
}

static int crash(int argc, char **argv)
{
	(void)argc, (void)argv;
	fputs("about to crash\n", stderr);
	raise(SIGSEGV);
	return 0;
}

static int leave(int argc, char **argv)
{
	fputs("leaving\n", stderr);
	return argc > 2 ? atoi(argv[2]) : 1;
}

__attribute__((noreturn)) static int hang(int argc, char **argv)
{
	(void)argc, (void)argv;
	puts("{\"begun\":true}");
	fflush(stdout);
	for (;;)
		pause();
}

__attribute__((noreturn)) static int spin(int argc, char **argv)
{
	(void)argc, (void)argv;
	for (;;)
		*(volatile int *)&argc = 1;
}

/* Bytes that are neither JSON nor text, frame marks of the channel included. */
static int garbage(int argc, char **argv)
{
	int count = argc > 2 ? atoi(argv[2]) : 1024;

	for (int i = 0; i < count; i++)
		putchar(i * 31 & 255);
	return 0;
}

static int big(int argc, char **argv)
{
	long lines = (argc > 2 ? atol(argv[2]) : 1 << 12) / 64;

	for (long i = 0; i < lines; i++)
		printf("{\"line\":%08ld,\"text\":\"0123456789abcdef0123456789abcdef01\"}\n", i);
	return 0;
}

__attribute__((noreturn)) static int flood(int argc, char **argv)
{
	static char bytes[65536];

	(void)argc, (void)argv;
	memset(bytes, 'x', sizeof bytes);
	for (;;)
		fwrite(bytes, 1, sizeof bytes, stdout);
}

__attribute__((noreturn)) static int eat(int argc, char **argv)
{
	(void)argc, (void)argv;
	for (;;) {
		char *pages = mmap(NULL, PAGE << 8, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		memset(pages, 1, PAGE << 8);
	}
}

/* Waits at the gate like a benchmark program given --gate. */
static int gate(int argc, char **argv)
{
	char byte;

	(void)argc, (void)argv;
	puts("{\"type\":\"ready\"}");
	fflush(stdout);
	if (read(0, &byte, 1) != 1) {
		fputs("the gate was closed\n", stderr);
		return 1;
	}
	puts("{\"started\":true}");
	return 0;
}

/* fixture grow --gate MIB STEPS MS: after the gate, takes so much memory in so many steps, each held so long. */
static int grow(int argc, char **argv)
{
	size_t step = argc > 3 ? (size_t)atoi(argv[3]) << 20 : PAGE;
	int steps = argc > 4 ? atoi(argv[4]) : 1;
	useconds_t hold = argc > 5 ? (useconds_t)atoi(argv[5]) * 1000 : 0;

	if (gate(argc, argv))
		return 1;
	for (int i = 0; i < steps; i++) {
		char *pages = mmap(NULL, step, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		memset(pages, 1, step);
		usleep(hold);
	}
	return 0;
}

/* Takes the whole machine down, as a kernel bug would. */
static int panic(int argc, char **argv)
{
	int fd = open("/proc/sysrq-trigger", O_WRONLY);

	(void)argc, (void)argv;
	return write(fd, "c", 1) != 1;
}

/* Writes to the channel itself, as a foreign message would, while it prints. */
static int noise(int argc, char **argv)
{
	static const char bytes[] = "[   12.3] noise\n\x1e\x1e" "0badc0de D 00000000 0 2 {}\n\x1e half a frame";
	int channel = open("/dev/ttyS1", O_WRONLY | O_NOCTTY);

	for (int i = 0; i < 200; i++) {
		if (write(channel, bytes, sizeof bytes - 1) < 0)
			return 1;
		big(2, argv);
	}
	return argc < 2;
}

/* How often it was run since the guest started, this time included. */
static int runs(int argc, char **argv)
{
	int fd = open("/tmp/runs", O_WRONLY | O_CREAT | O_APPEND, 0600);

	(void)argc, (void)argv;
	if (write(fd, "x", 1) != 1)
		return 1;
	printf("%ld\n", (long)lseek(fd, 0, SEEK_END));
	return 0;
}

static int settings(int argc, char **argv)
{
	static const char *const paths[] = {
		"/sys/kernel/mm/transparent_hugepage/enabled", "/proc/sys/kernel/numa_balancing",
		"/proc/sys/kernel/randomize_va_space",
	};

	(void)argc, (void)argv;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		char text[64] = "";
		int fd = open(paths[i], O_RDONLY);
		if (fd >= 0 && read(fd, text, sizeof text - 1) > 0)
			fputs(text, stdout);
	}
	return 0;
}

static int distances(int argc, char **argv)
{
	char path[64], text[128];

	(void)argc, (void)argv;
	for (int node = 0;; node++) {
		FILE *file;
		snprintf(path, sizeof path, "/sys/devices/system/node/node%d/distance", node);
		file = fopen(path, "r");
		if (!file)
			return 0;
		fputs(fgets(text, sizeof text, file), stdout);
		fclose(file);
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int argc, char **argv);
	} modes[] = {
		{ "echo", echo }, { "environment", environment }, { "place", place }, { "frames", frames }, { "crash", crash }, { "leave", leave },
		{ "hang", hang }, { "spin", spin }, { "garbage", garbage }, { "big", big }, { "flood", flood },
		{ "eat", eat }, { "gate", gate }, { "grow", grow }, { "panic", panic }, { "settings", settings },
		{ "noise", noise }, { "runs", runs }, { "distances", distances },
	};

	for (size_t i = 0; argc > 1 && i < sizeof modes / sizeof modes[0]; i++) {
		if (!strcmp(argv[1], modes[i].name))
			return modes[i].run(argc, argv);
	}
	fputs("unknown mode\n", stderr);
	return 2;
}

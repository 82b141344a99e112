#define _GNU_SOURCE
#include "perturb.h"

#include <fcntl.h>
#include <linux/mempolicy.h>
#include <linux/random.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "topology.h"

#define POOL_BYTES 32
#define PAGE_BYTES 4096
/* Pages taken from the free lists of each node, shared by its CPUs; of these one in KEEP stays allocated. */
#define PAGES_PER_NODE 2048
#define KEEP 8
#define CPUS_MAX 1024

uint64_t perturb_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

void perturb_shuffle(uint32_t *order, uint32_t count, uint64_t *state)
{
	for (uint32_t i = count; i > 1; i--) {
		/* Multiply and shift: the bias of 2^-32 does not matter here. */
		uint32_t j = (uint32_t)((perturb_next(state) >> 32) * i >> 32);
		uint32_t kept = order[i - 1];
		order[i - 1] = order[j];
		order[j] = kept;
	}
}

bool perturb_random_pool(uint64_t seed)
{
	struct {
		int entropy_bits, bytes;
		uint64_t words[POOL_BYTES / sizeof(uint64_t)];
	} pool = { .entropy_bits = POOL_BYTES * 8, .bytes = POOL_BYTES };
	int fd = open("/dev/urandom", O_RDWR | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	for (size_t i = 0; i < sizeof pool.words / sizeof pool.words[0]; i++)
		pool.words[i] = perturb_next(&seed);
	done = !ioctl(fd, RNDADDENTROPY, &pool) && !ioctl(fd, RNDRESEEDCRNG);
	close(fd);
	return done;
}

/*
 * Runs on `cpu`, because freed pages go to lists of the CPU that frees them first. Pages are bound to
 * `node`, touched and given back one by one in seeded order, but one in KEEP is kept: were all given back,
 * the buddy allocator would merge them into the blocks that it had before.
 */
static bool shuffle_free_lists(int cpu, int node, uint32_t count, uint64_t *state)
{
	static uint32_t order[PAGES_PER_NODE];
	unsigned long nodes = 1ul << node;
	size_t size = (size_t)count * PAGE_BYTES;
	cpu_set_t only;
	char *pages;

	CPU_ZERO(&only);
	CPU_SET(cpu, &only);
	if (sched_setaffinity(0, sizeof only, &only))
		return false;
	pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		return false;
	madvise(pages, size, MADV_NOHUGEPAGE);
	if (syscall(SYS_mbind, pages, size, MPOL_BIND, &nodes, sizeof nodes * 8, 0))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		order[i] = i;
		*(volatile char *)(pages + (size_t)i * PAGE_BYTES) = 1;
	}
	perturb_shuffle(order, count, state);
	for (uint32_t i = count / KEEP; i < count; i++) {
		if (madvise(pages + (size_t)order[i] * PAGE_BYTES, PAGE_BYTES, MADV_DONTNEED))
			return false;
	}
	return true;
}

static bool shuffle_all(uint64_t nodes, uint64_t *state)
{
	static int node_of[CPUS_MAX];
	uint32_t cpus_on[NODES_MAX] = { 0 };
	cpu_set_t before;
	int cpus = 0;
	bool done = true;

	while (cpus < CPUS_MAX && (node_of[cpus] = topology_node_of(cpus)) >= 0)
		cpus_on[node_of[cpus++]]++;
	if (sched_getaffinity(0, sizeof before, &before))
		return false;
	for (int cpu = 0; done && cpu < cpus; cpu++) {
		if (nodes >> node_of[cpu] & 1)
			done = shuffle_free_lists(cpu, node_of[cpu], PAGES_PER_NODE / cpus_on[node_of[cpu]], state);
	}
	return !sched_setaffinity(0, sizeof before, &before) && done;
}

bool perturb(uint64_t seed, uint64_t nodes, const char **why)
{
	uint64_t state = seed;

	*why = "the random pool could not be reseeded";
	if (!perturb_random_pool(perturb_next(&state)))
		return false;
	*why = "the free lists of a node could not be shuffled";
	return shuffle_all(nodes, &state);
}

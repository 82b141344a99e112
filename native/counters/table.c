/* Which counters there are. System calls by name, the rest of them in `other`. */
#include <stdio.h>
#include <sys/syscall.h>
#include "harness/fail.h"
#include "counters.h"

#define TEXT_OF(macro) TEXT(macro)
#define TEXT(token) #token

#define ANY_CALL "raw_syscalls/sys_enter"
#define FUTEX_BEGINS "syscalls/sys_enter_futex"
#define FUTEX_ENDS "syscalls/sys_exit_futex"

/* Events of the node caches: node 6, reads 0, accesses 0 or misses 1. */
enum { NODE_READS = 6, NODE_READ_MISSES = 6 | 1 << 16 };

enum { CYCLES = 0, INSTRUCTIONS = 1, CACHE_MISSES = 3 };

enum { CPU_MIGRATIONS = 4 };

/* Reason 4 is the sender's; the receiver may be any process. */
#define SHOOTDOWN_SENT "reason == 4"

/*
 * The commands WAIT and WAIT_BITSET, and WAKE, REQUEUE, CMP_REQUEUE, WAKE_OP and WAKE_BITSET, each with and without the
 * flags private (128) and, of waits, realtime clock (256): the language of filters cannot mask. Ours are left out.
 */
#define WAITS "op==0||op==128||op==256||op==384||op==9||op==265||op==393||(op==137&&val3!=" TEXT_OF(FUTEX_OWN_BITS) ")"
#define WAKES "op==1||op==129||op==3||op==131||op==4||op==132||op==5||op==133||op==10||(op==138&&val3!=" TEXT_OF(FUTEX_OWN_BITS) ")"
#define NOT_OURS "(op!=137&&op!=138)||val3!=" TEXT_OF(FUTEX_OWN_BITS)

static const struct counter_row rows[] = {
	{COUNTERS_HARDWARE, "cycles", COUNTER_HARDWARE, CYCLES, NULL, ""},
	{COUNTERS_HARDWARE, "instructions", COUNTER_HARDWARE, INSTRUCTIONS, NULL, ""},
	{COUNTERS_HARDWARE, "cacheMisses", COUNTER_HARDWARE, CACHE_MISSES, NULL, ""},
	{COUNTERS_HARDWARE, "nodeLoads", COUNTER_CACHE, NODE_READS, NULL, ""},
	{COUNTERS_HARDWARE, "nodeLoadMisses", COUNTER_CACHE, NODE_READ_MISSES, NULL, ""},
	{COUNTERS_KERNEL, "cpuMigrations", COUNTER_SOFTWARE, CPU_MIGRATIONS, NULL, ""},
	{COUNTERS_KERNEL, "userFaults", COUNTER_TRACEPOINT, 0, "exceptions/page_fault_user", ""},
	{COUNTERS_KERNEL, "tlbShootdowns", COUNTER_TRACEPOINT, 0, "tlb/tlb_flush", SHOOTDOWN_SENT},
	{COUNTERS_FUTEX, "calls", COUNTER_TRACEPOINT, 0, FUTEX_BEGINS, NOT_OURS},
	{COUNTERS_FUTEX, "waits", COUNTER_TRACEPOINT, 0, FUTEX_BEGINS, WAITS},
	{COUNTERS_FUTEX, "wakes", COUNTER_TRACEPOINT, 0, FUTEX_BEGINS, WAKES},
	{COUNTERS_FUTEX, "refused", COUNTER_TRACEPOINT, 0, FUTEX_ENDS, "ret == -11"},
	{COUNTERS_FUTEX, "woke", COUNTER_TRACEPOINT, 0, FUTEX_ENDS, "ret > 0"},
};

/* Without a name: futex calls are counted better above, getcpu is the harness asking where a thread is. */
static const struct {
	const char *name;
	int number;
} calls[] = {
	{"mmap", SYS_mmap},
	{"munmap", SYS_munmap},
	{"mremap", SYS_mremap},
	{"madvise", SYS_madvise},
	{"mprotect", SYS_mprotect},
	{"brk", SYS_brk},
	{"mbind", SYS_mbind},
	{"clone", SYS_clone},
	{"clone3", SYS_clone3},
	{"exit", SYS_exit},
	{"set_robust_list", SYS_set_robust_list},
	{"rseq", SYS_rseq},
	{"rt_sigprocmask", SYS_rt_sigprocmask},
	{"sched_setaffinity", SYS_sched_setaffinity},
	{"sched_yield", SYS_sched_yield},
	{"membarrier", SYS_membarrier},
	{"getrandom", SYS_getrandom},
	{"openat", SYS_openat},
	{"read", SYS_read},
	{"close", SYS_close},
	{NULL, SYS_futex},
	{NULL, SYS_getcpu},
};

static void add(struct counters *counters, struct counter_row row)
{
	if (counters->count == COUNTER_LIMIT)
		fail("bug: more than %d counters", COUNTER_LIMIT);
	counters->counters[counters->count++] = (struct counter){.row = row, .fd = -1};
}

static void add_call(struct counters *counters, const char *name, const char *relation, int number)
{
	struct counter_row row = {COUNTERS_SYSTEM_CALLS, name, COUNTER_TRACEPOINT, 0, ANY_CALL, ""};
	snprintf(row.filter, sizeof row.filter, "id %s %d", relation, number);
	add(counters, row);
}

void counters_list(struct counters *counters)
{
	counters->count = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		add(counters, rows[i]);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		add_call(counters, calls[i].name, "==", calls[i].number);
	/* Started last and stopped first, by a call of ioctl. */
	add_call(counters, "other", "!=", SYS_ioctl);
}

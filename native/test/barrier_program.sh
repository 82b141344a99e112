# barrier from outside: the same work in every target, one serial thread per round, and barriers that do not hold.
# Read by program_test.sh.
. test/same_work.sh
. test/broken_locks.sh

# In musl the state of a meeting is a record on the stack of the first that came.
barrier_adds_up() {
	check_line sync-object '
		const { object, objectNode, threads } = found[0];
		want("object", object, "barrier");
		want("node", typeof objectNode, "number");
		threads.forEach(({ counts }) => want("rounds", counts.rounds, 600));
		want("serial", sum(threads.map(({ counts }) => counts.serial)), 600);
		want("sleeper", typeof threads[1].stackNode, "number");
		want("record", typeof threads[1].recordNode, lines[0].libc.name === "musl" ? "number" : "undefined");
	' "$(program "$1")" barrier --threads "$pair" --operations 300
}

test_barrier() {
	local target all='count throughput'
	[ -n "$pair" ] || return
	for target in "${targets[@]}"; do
		barrier_adds_up "$target"
	done
	same_check_in "$all" barrier --threads "$pair" --operations 100 --seed 7 --think 30 --depth 8192
	seeds_differ barrier --threads "$pair" --operations 50
	is_found 'the barrier let thread' 'int pthread_barrier_wait(void *b) { return b == 0; }' \
		barrier --threads "$pair" --operations 20000 --think 100
	is_found 'had a serial thread' '#define _GNU_SOURCE
		#include <dlfcn.h>
		int pthread_barrier_wait(void *b) {
			((int (*)(void *))dlsym(RTLD_NEXT, "pthread_barrier_wait"))(b); return -1; }' \
		barrier --threads "$pair" --operations 50
}

test_barrier

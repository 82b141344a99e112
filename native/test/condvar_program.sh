# condvar from outside: the same work in every target, counts that add up, and condition variables that do not do their work.
# Read by program_test.sh.
. test/same_work.sh
. test/broken_locks.sh

condvar_adds_up() {
	local program
	program=$(program "$1")
	check_line lock-handovers '
		want("batons", sum(found[0].threads.map((thread) => thread.acquisitions)), 800);
		want("hand-overs", sum(found[0].matrix), 798);
		found[0].matrix.forEach((row, i) => want("own hand-over", row[i], 0));
		if (typeof found[0].lockNode !== "number") throw new Error("condvar on " + found[0].lockNode);
	' "$program" condvar --threads "$pair" --operations 200
	check_line sync-object '
		const [{ object, threads }] = found;
		want("object", object, "condvar");
		want("first", threads[0].stackNode, undefined);
		if (typeof threads[1].stackNode !== "number") throw new Error("nobody slept");
		// With two threads whoever wakes gets the baton, or nobody ever would.
		threads.forEach(({ counts }) => want("overtook", counts.overtook, 0));
	' "$program" condvar --threads "$pair" --operations 200
}

# In musl a waiting thread is a record on its own stack, in glibc it is a number.
condvar_record() {
	check_line sync-object "want('record', typeof found[0].threads[1].recordNode, '$2')" \
		"$(program "$1")" condvar --threads "$pair" --operations 20
}

test_condvar() {
	local target all='count throughput'
	refused 2 '--threads' condvar --threads "$first" --seed 1 --mode count
	[ -n "$pair" ] || return
	for target in "${targets[@]}"; do
		condvar_adds_up "$target"
		case $target in
		musl*) condvar_record "$target" number ;;
		*) condvar_record "$target" undefined ;;
		esac
	done
	same_check_in "$all" condvar --threads "$pair" --operations 100 --seed 7
	same_check_in "$all" condvar --threads "$pair" --operations 100 --seed 7 --wake broadcast --hold 50 --think 50 --depth 8192
	seeds_differ condvar --threads "$pair" --operations 50
	# Threads that hold the mutex all at once: two that take turns can only collide where a pass begins, which one pass in two
	# gets past, so there are many of them. Then one that is never woken.
	never_ends_well 'int pthread_mutex_lock(void *m) { return m == 0; } int pthread_mutex_unlock(void *m) { return m == 0; }
		int pthread_cond_wait(void *c, void *m) { return c == m; }' \
		condvar --threads "$pair" --operations 10 --samples 1000
	never_ends_well 'int pthread_cond_signal(void *c) { return c == 0; }' condvar --threads "$pair" --operations 100
}

test_condvar

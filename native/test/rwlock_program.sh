# rwlock from outside: the same work in every target, counts that add up, and locks that do not lock. Read by program_test.sh.
. test/same_work.sh
. test/broken_locks.sh

rwlock_adds_up() {
	check_line sync-object '
		const counts = found[0].threads.map((thread) => thread.counts);
		want("acquisitions", sum(counts.map(({ reads, writes }) => reads + writes)), 2000);
		const writes = sum(counts.map((count) => count.writes));
		if (writes < 400 || writes > 600) throw new Error(writes + " writes of 2000 at 25 percent");
		const [{ threads, matrix }] = lines.filter((line) => line.type === "lock-handovers");
		want("writes by owner", sum(threads.map((thread) => thread.acquisitions)), writes);
		// The first write of each sample comes after nobody.
		want("hand-overs", sum(matrix), writes - 2);
	' "$(program "$1")" rwlock --threads "$pair" --operations 500 --writes 25
}

test_rwlock() {
	local target all='count throughput'
	refused 2 '"101"' rwlock --threads "$first" --seed 1 --mode count --writes 101
	[ -n "$pair" ] || return
	for target in "${targets[@]}"; do
		rwlock_adds_up "$target"
	done
	same_check_in "$all" rwlock --threads "$pair" --operations 200 --seed 7
	same_check_in count rwlock --threads "$pair" --operations 200 --seed 7 --writes 100
	same_check_in count rwlock --threads "$pair" --operations 200 --seed 7 --writes 0
	seeds_differ rwlock --threads "$pair" --operations 100
	is_found 'read while another wrote' 'int pthread_rwlock_rdlock(void *l) { return l == 0; }
		int pthread_rwlock_unlock(void *l) { return l == 0; } int pthread_rwlock_wrlock(void *l) { return l == 0; }' \
		rwlock --threads "$pair" --operations 20000 --critical 3000
	is_found 'two threads write at once' 'int pthread_rwlock_wrlock(void *l) { return l == 0; }
		int pthread_rwlock_unlock(void *l) { return l == 0; }' \
		rwlock --threads "$pair" --operations 20000 --critical 3000 --writes 100
}

test_rwlock

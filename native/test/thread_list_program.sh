# thread-list from outside: the same work in every target, and one neighbour that changes with each thread that comes or goes.
# Read by program_test.sh.
. test/same_work.sh
. test/broken_locks.sh

# Every creator's newest idle thread is its neighbour in musl; in glibc the newest of all is everybody's.
one_neighbour_changes() {
	check_line descriptor-changes '
		want("lines", found.length, 4);
		for (const { thread, at, operations, others } of found) {
			want("operations", operations, 20);
			want("descriptors", sum(others.map((other) => other.descriptors)), 7);
			want("changes by thread " + thread + " at " + at, sum(others.map((other) => other.changes)), 20);
		}
	' "$(program "$1")" thread-list --threads "$pair" --operations 10 --idle 3
}

test_thread_list() {
	local target
	refused 2 '"65"' thread-list --threads "$first" --seed 1 --mode count --idle 65
	[ -n "$pair" ] || return
	for target in "${targets[@]}"; do
		one_neighbour_changes "$target"
	done
	same_check_in count thread-list --threads "$pair" --operations 10 --seed 7
	same_check_in count thread-list --threads "$pair" --operations 10 --seed 7 --idle 0
	seeds_differ thread-list --threads "$pair" --operations 5
}

test_thread_list

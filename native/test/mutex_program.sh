# mutex from outside: what it refuses, the same work in every target, counts that add up, and a lock that does not lock.
# Read by program_test.sh.
. test/same_work.sh

mutex_adds_up() {
	"$(program "$1")" mutex --threads "$pair" --seed 7 --mode count --samples 2 --warmup 1 --operations 3000 | node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const { threads, matrix, lockNode } = lines.find((line) => line.type === "lock-handovers");
		const sum = (list) => list.flat().reduce((a, b) => a + b, 0);
		const acquisitions = threads.map((thread) => thread.acquisitions);
		if (sum(acquisitions) !== 12000) throw new Error("acquisitions " + acquisitions);
		// The first acquisition of each sample comes after nobody.
		if (sum(matrix) !== 12000 - 2) throw new Error("hand-overs " + sum(matrix));
		if (typeof lockNode !== "number") throw new Error("lock on " + lockNode);
		if (lines.at(-1).operations !== 18000) throw new Error("operations");
	' || failed "mutex of $1 does not add up"
}

# Preloaded, it takes the place of the lock: every thread may come in.
broken_lock() {
	gcc -shared -fPIC -o "$out/broken-lock.so" -x c - <<-'END'
		int pthread_mutex_lock(void *mutex) { return mutex == 0; }
		int pthread_mutex_unlock(void *mutex) { return mutex == 0; }
	END
}

test_broken_lock() {
	broken_lock || return
	LD_PRELOAD=$out/broken-lock.so "$(program glibc)" mutex --threads "$pair" --seed 7 --mode count --samples 1 --warmup 0 \
		--operations 20000 --critical 3000 >"$out/stdout" 2>"$out/stderr"
	[ $? -eq 1 ] || failed "a mutex that does not lock goes unnoticed"
	grep -q 'two threads in at once' "$out/stderr" || failed "a broken mutex is not named: $(cat "$out/stderr")"
	grep -q '"end"' "$out/stdout" && failed "a trial with a broken mutex prints an end"
}

test_mutex() {
	local target all='count throughput latency'
	refused 2 '--home' mutex --threads "$first" --seed 1 --mode count --home 1
	refused 2 '"-1"' mutex --threads "$first" --seed 1 --mode count --critical -1
	refused 2 'listed twice' mutex --threads "$first,$first" --seed 1 --mode count
	same_check_in "$all" mutex --threads "$first" --seed 7 --operations 500
	[ -n "$pair" ] || return
	for target in "${targets[@]}"; do
		mutex_adds_up "$target"
	done
	same_check_in "$all" mutex --threads "$pair" --seed 7 --operations 500 --critical 20 --think 30
	seeds_differ mutex --threads "$pair" --operations 100
	test_broken_lock
}

test_mutex

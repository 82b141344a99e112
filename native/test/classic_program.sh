# classic from outside: every test in every target, the numbers it promises, and what it refuses. Read by program_test.sh.
. test/same_work.sh

single='sparse bubble tiny tiny-stride big big-stride create-join create-join-batch lock'
double='slots-shared slots-local'

test_classic_refusals() {
	local base=(classic --seed 7 --mode count)
	refused 2 'slots-shared is for two or more' "${base[@]}" --threads "$first" --test slots-shared
	refused 2 'use 1' "${base[@]}" --threads "$first" --operations 2
	[ -n "$pair" ] || return
	refused 2 'sparse is for one' "${base[@]}" --threads "$pair"
}

# live_at <test>: checkpoints and live bytes in count mode.
live_at() {
	"$(program glibc)" classic --threads "$first" --seed 7 --mode count --test "$1" | node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const memory = lines.filter((line) => line.type === "memory").slice(1);
		console.log(memory.map((m) => m.checkpoint + " " + m.liveBytes).join(", "), lines.at(-1).operations);'
}

# 10,000 blocks of 4000 bytes; 67 of them are each 150th.
test_classic_numbers() {
	[ "$(live_at sparse)" = 'full 40000000, end 268000 6' ] || failed "sparse: $(live_at sparse)"
	[ "$(live_at bubble)" = 'full 40000000, end 4000 6' ] || failed "bubble: $(live_at bubble)"
	[[ $(live_at tiny) =~ ^full\ (3|4)[0-9]{5},\ end\ 0\ 6$ ]] || failed "tiny: $(live_at tiny)"
	[[ $(live_at big-stride) =~ ^full\ (7|8|9)[0-9]{7},\ end\ 0\ 6$ ]] || failed "big-stride: $(live_at big-stride)"
	[ "$(live_at lock)" = 'end 0 6' ] || failed "lock: $(live_at lock)"
}

# The mallocs and frees of two passes of each test, by the libc's own count.
test_classic_calls() {
	local test expected
	gcc -shared -fPIC -fno-builtin -o "$out/count_malloc.so" test/preload/count-malloc.c || failed "count_malloc.so"
	for test in sparse:20000 tiny-stride:20000 big:4000 lock:0; do
		expected="${test#*:} mallocs ${test#*:} frees"
		LD_PRELOAD=$out/count_malloc.so "$(program glibc)" classic --threads "$first" --seed 1 --mode throughput \
			--samples 1 --test "${test%:*}" >"$out/stdout" 2>"$out/stderr"
		[ "$(cat "$out/stderr")" = "$expected" ] || failed "classic $test: $(cat "$out/stderr")"
	done
}

test_classic_refusals
test_classic_numbers
test_classic_calls
for test in $single; do
	same_check_in 'count throughput' classic --threads "$first" --seed 7 --samples 1 --warmup 0 --test $test
done
for test in $double; do
	[ -z "$pair" ] ||
		same_check_in 'count throughput' classic --threads "$pair" --seed 7 --samples 1 --test $test --steps 2000
done
for test in $single $double; do
	threads=$first
	[[ $double == *$test* ]] && threads=$pair
	[ -z "$threads" ] && continue
	check_of "$out/address/numa-bench-address" count classic --threads "$threads" --seed 7 --samples 1 --warmup 0 \
		--test $test --steps 500 >/dev/null
done
if [ -n "$pair" ]; then
	prefix=$without_randomisation
	check_of "$out/thread/numa-bench-thread" count classic --threads "$pair" --seed 7 --samples 1 --test slots-shared \
		--steps 500 >/dev/null
	prefix=
fi
seeds_differ classic --threads "$first" --test tiny

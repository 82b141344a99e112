# churn and calibrate from outside: the same work in every target and mode, the gate, allocation, turns. Read by program_test.sh.

test_same_work() {
	same_check churn --threads "$first" --seed 7 --operations 600 --slots 60
	same_check churn --threads "$first" --seed 7 --operations 600 --slots 60 --sizes mix:small --burst 7 --touch first-byte
	same_check churn --threads "$first" --seed 7 --operations 600 --slots 60 --touch none --think 3
	same_check calibrate --threads "${pair:-$first}" --seed 7 --operations 500 --chase-bytes 65536 --loads 100 --pages 20
	[ -n "$pair" ] && same_check churn --threads "$pair" --seed 7 --operations 600 --slots 60
	[ -z "$pair" ] || [ "$(check_of "$(program glibc)" count churn --threads "$pair" --seed 7 --operations 600 --turn 9)" = \
		"$(check_of "$(program glibc)" count churn --threads "$pair" --seed 7 --operations 600)" ] ||
		failed "turns change the work"
	local one other
	one=$(check_of "$(program glibc)" count churn --threads "$first" --seed 7 --operations 100)
	other=$(check_of "$(program glibc)" count churn --threads "$first" --seed 8 --operations 100)
	[ "$one" != "$other" ] || failed "two seeds give the check $one"
}

test_gate() {
	local answer
	answer=$(printf x | "$(program glibc)" churn --threads "$first" --seed 1 --mode count --operations 10 --gate | sed -n 2p)
	[ "$answer" = '{"type":"ready"}' ] || failed "the second line at the gate is $answer"
	"$(program glibc)" churn --threads "$first" --seed 1 --mode count --operations 10 --gate \
		</dev/null >"$out/stdout" 2>"$out/stderr"
	[ $? -eq 1 ] || failed "a gate that is closed does not fail the trial"
	grep -q '"end"' "$out/stdout" && failed "a trial that never passed its gate prints an end"
}

# The harness allocates nothing of its own: 20 slots are filled and 100 operations done by each of two threads.
test_no_allocation_of_our_own() {
	[ -n "$pair" ] || return
	local mode
	gcc -shared -fPIC -fno-builtin -o "$out/count_malloc.so" test/preload/count-malloc.c || failed "count_malloc.so"
	for mode in count throughput latency; do
		LD_PRELOAD=$out/count_malloc.so "$(program glibc)" churn --threads "$pair" --seed 1 --mode $mode --slots 20 \
			--operations 100 --samples 1 --warmup 0 >"$out/stdout" 2>"$out/stderr"
		[ "$(cat "$out/stderr")" = '240 mallocs 240 frees' ] || failed "$mode: $(cat "$out/stderr"), not 240 of both"
	done
}

# With turns, what a shared heap looks like depends on the seed only.
test_turns() {
	[ -n "$pair" ] || return
	local target expected seen repeat
	for target in "${targets[@]}"; do
		# jemalloc gives memory back by the clock.
		[ "$target" = glibc+jemalloc ] && continue
		expected=
		for repeat in 1 2 3; do
			seen=$($without_randomisation "$(program "$target")" churn --threads "$pair" --seed 7 --mode count \
				--operations 4000 --turn 20 | grep -o '"anonymousBytes":[0-9]*' | xargs)
			expected=${expected:-$seen}
			[ "$seen" = "$expected" ] || failed "repeat $repeat of $target with turns: $seen, not $expected"
		done
	done
}

# A slowdown of known size: half as many steps again are done, which the check tells, and not counted.
test_extra() {
	local plain longer slowed
	plain=$(check_of "$(program glibc)" throughput churn --threads "$first" --seed 7 --operations 1000)
	longer=$(check_of "$(program glibc)" throughput churn --threads "$first" --seed 7 --operations 1500)
	slowed=$(check_of "$(program glibc)" throughput churn --threads "$first" --seed 7 --operations 1000 --extra 500)
	[ "$slowed" = "$longer" ] || failed "1000 operations and 500 extra per mille do other work than 1500"
	[ "$slowed" != "$plain" ] || failed "extra operations are not done"
	"$(program glibc)" churn --threads "$first" --seed 7 --mode throughput --samples 1 --warmup 0 --operations 1000 --extra 500 |
		grep -q '"type":"sample".*"operations":1000[,}]' || failed "extra operations are counted"
	refused 2 '--extra' churn --threads "$first" --seed 7 --mode count --extra 30
}

test_same_work
test_gate
test_no_allocation_of_our_own
test_turns
test_extra

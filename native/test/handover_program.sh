# handover from outside: what it refuses, the same work in every target, and placement that adds up.
# Read by program_test.sh.
. test/same_work.sh

test_handover_refusals() {
	local base=(handover --seed 1 --mode count)
	refused 2 'at least 2 threads' "${base[@]}" --threads "$first"
	[ -n "$pair" ] || return
	refused 2 '2 producers and 0 consumers' "${base[@]}" --threads "$pair"
	refused 2 '0 producers and 2 consumers' "${base[@]}" --threads "$consumers"
	refused 2 '"1001"' "${base[@]}" --threads "$ends" --survivors 1001
	refused 2 '"0"' "${base[@]}" --threads "$ends" --ring 0
	refused 2 '"fixed:0"' "${base[@]}" --threads "$ends" --sizes fixed:0
	refused 2 '--operations' "${base[@]}" --threads "$ends" --operations 5000000
	refused 2 '--turn' handover --seed 1 --mode throughput --threads "$ends" --turn 4
	refused 2 'split' "${base[@]}" --threads "$ends" --split 1
}

# What count mode must add up to: 3 samples of 1000 blocks of 100 bytes, of which 25 per mille survive.
handover_adds_up() {
	"$(program "$1")" handover --threads "$ends" --seed 7 --mode count --samples 3 --warmup 1 --operations 1000 \
		--sizes fixed:100 --survivors 25 | node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const sum = (list) => list.flat().reduce((a, b) => a + b, 0);
		const seen = lines.filter((line) => line.type === "placement").map((p) =>
			[p.subject, p.owner, p.checkpoint, p.objects, sum(p.bytes) + sum([p.absentBytes, p.zeroPageBytes, p.unknownBytes])].join(" "));
		const memory = lines.filter((line) => line.type === "memory").map((m) => m.checkpoint + " " + m.liveBytes);
		const wanted = ["sent allocator handed-over 3000 300000", "received receiver handed-over 3000 300000",
			"reallocated allocator reallocated 2925 292500",
			"start 0", "handed-over 100000", "survivors 2500", "reallocated 100000", "end 0"];
		if ([...seen, ...memory].join() !== wanted.join()) throw new Error([...seen, ...memory].join());
		if (lines.at(-1).operations !== 4000) throw new Error("operations");
	' || failed "handover of $1 does not add up"
}

# With turns, what two pairs do to one heap depends on the seed only.
handover_turns() {
	[ ${#cpus[@]} -ge 4 ] || return
	local two_pairs expected= seen repeat
	two_pairs=producer=$(place "${cpus[0]}"),producer=$(place "${cpus[1]}"),consumer=$(place "${cpus[2]}"),consumer=$(place "${cpus[3]}")
	for repeat in 1 2 3; do
		seen=$($without_randomisation "$(program glibc)" handover --threads "$two_pairs" --seed 7 --mode count --turn 5 \
			--operations 3000 --sizes mix:small --survivors 50 | grep -o '"anonymousBytes":[0-9]*' | xargs)
		expected=${expected:-$seen}
		[ "$seen" = "$expected" ] || failed "repeat $repeat of handover with turns: $seen, not $expected"
	done
}

test_handover() {
	test_handover_refusals
	[ -n "$pair" ] || return
	local target
	for target in "${targets[@]}"; do
		handover_adds_up "$target"
	done
	same_check_in count handover --threads "$ends" --seed 7 --operations 700 --sizes mix:small --survivors 100
	same_check_in 'throughput latency' handover --threads "$ends" --seed 7 --operations 700 --sizes mix:small --ring 3
	[ "$(check_of "$(program glibc)" count handover --threads "$ends" --seed 7 --operations 700 --turn 9)" = \
		"$(check_of "$(program glibc)" count handover --threads "$ends" --seed 7 --operations 700)" ] ||
		failed "turns change the work of handover"
	handover_turns
	seeds_differ handover --threads "$ends" --operations 100
}

ends=${pair:+producer=${pair/,/,consumer=}}
consumers=${pair:+consumer=${pair/,/,consumer=}}
test_handover

# phases from outside: what it refuses, memory that adds up, one heap against several that do the same work.
# Read by program_test.sh.
. test/same_work.sh

phases=(phases --seed 7 --samples 1 --warmup 0)

test_phases_refusals() {
	local base=("${phases[@]}" --mode count --threads "$first")
	refused 2 '2 groups of 1 threads' "${base[@]}"
	refused 2 'at most 224' "${base[@]}" --part 1/64 --groups 64 --rounds 64 --pattern shifted
	refused 2 'not one of balanced' "${base[@]}" --pattern square
	refused 2 '"3/2"' "${base[@]}" --part 3/2
	refused 2 '"0/2"' "${base[@]}" --part 0/2
	refused 2 '"2"' "${base[@]}" --part 2
	refused 2 'throughput' "${phases[@]}" --groups 1 --mode throughput --threads "$first"
}

# memory_of <target> arguments…: checkpoint, resident growth and live bytes, a line each.
memory_of() {
	local target=$1
	shift
	"$(program "$target")" "${phases[@]}" --mode count "$@" | node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const memory = lines.filter((line) => line.type === "memory");
		for (const m of memory) console.log([m.checkpoint, m.anonymousBytes - memory[0].anonymousBytes, m.liveBytes,
			m.operations ?? "-", m.nodes.reduce((sum, { bytes }) => sum + bytes, 0) - memory[0].nodes.reduce((sum, { bytes }) => sum + bytes, 0)].join("|"));'
}

# One thread writes 2000 blocks of 1000 bytes: what is live must be resident, and little more, in every target.
test_known_heap() {
	local target
	for target in "${targets[@]}"; do
		memory_of "$target" --threads "$first" --groups 1 --rounds 1 --objects 2000 --sizes fixed:1000 --survivors 100 |
			node -e '
			const rows = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => line.split("|"));
			const at = Object.fromEntries(rows.map(([name, resident, live, operations, nodes]) =>
				[name, { resident: Number(resident), live: Number(live), operations, nodes: Number(nodes) }]));
			const [grown, thinned, freed, purged] = ["r1 grown", "r1 thinned", "freed", "purged"].map((name) => at[name]);
			const check = (what, truth) => { if (!truth) throw new Error(what + ": " + JSON.stringify(at)); };
			check("live when grown", grown.live === 2000 * 1000 && grown.operations === "2000");
			check("resident when grown", grown.resident >= grown.live && grown.resident < 1.35 * grown.live + 65536);
			check("live when thinned", thinned.live % 1000 === 0 && thinned.live > 120e3 && thinned.live < 280e3);
			check("resident when thinned", thinned.resident >= thinned.live && thinned.resident <= grown.resident + 16384);
			check("freed", freed.live === 0 && freed.operations === "-" && freed.resident <= grown.resident + 65536);
			check("purge", (purged !== undefined) === /glibc/.test(process.argv[1]) && !(purged && purged.resident > freed.resident));
			// glibc frees single pages of a heap that a later block pins, jemalloc leaves none.
			check("purged", !purged || purged.resident < 0.2 * grown.resident);
			// Where the kernel has numa_maps: the same memory, but for pages of the program that were copied.
			const nodes = Math.max(...rows.map((row) => Number(row[4])));
			check("nodes", nodes === 0 || Math.abs(grown.nodes - grown.resident) <= 8 * 4096);
			' "$target" || failed "the known heap of $target does not add up"
	done
}

# What two processes hold at every border is what one holds there: the same blocks live.
test_parts() {
	[ -n "$pair" ] || return
	local pattern whole parts
	for pattern in balanced shifted bursty sparse bubble; do
		local arguments=(--pattern $pattern --objects 300 --survivors 50 --operations 64)
		whole=$(memory_of glibc --threads "$pair" "${arguments[@]}" | cut -d '|' -f 1,3)
		parts=$(paste -d '|' <(memory_of glibc --threads "$first" --part 1/2 "${arguments[@]}") \
			<(memory_of glibc --threads "$first" --part 2/2 "${arguments[@]}") |
			awk -F '|' '{print $1 "|" $3 + $8; if ($1 != $6) print "border", $6}')
		[ -n "$whole" ] && [ "$whole" = "$parts" ] || failed "$pattern in two parts is not the whole: $whole / $parts"
	done
}

# With turns the memory depends on the seed only; without, the work still does.
test_phases_repeat() {
	[ -n "$pair" ] || return
	local pattern one two
	for pattern in balanced ring; do
		one=$($without_randomisation bash -c "$(declare -f memory_of program); phases=(${phases[*]}); out=$out; memory_of glibc --threads $pair --pattern $pattern")
		two=$($without_randomisation bash -c "$(declare -f memory_of program); phases=(${phases[*]}); out=$out; memory_of glibc --threads $pair --pattern $pattern")
		[ -n "$one" ] && [ "$one" = "$two" ] || failed "$pattern: two runs of one seed differ in memory"
		one=$(check_of "$(program glibc)" count "${phases[@]}" --threads "$pair" --pattern $pattern --turn 16)
		two=$(check_of "$(program glibc)" count "${phases[@]}" --threads "$pair" --pattern $pattern --turn 0)
		[ -n "$one" ] && [ "$one" = "$two" ] || failed "$pattern: turns change the work"
	done
}

test_phases_refusals
test_known_heap
test_parts
test_phases_repeat
for pattern in balanced shifted ring bursty sparse bubble; do
	same_check_in count phases --threads "${pair:-$first}" --groups 1 --seed 7 --objects 200 --pattern $pattern --samples 2 \
		--operations 40
done
seeds_differ phases --threads "$first" --groups 1 --objects 50 --operations 40

# regrow from outside: what it refuses, the same work in every target, and parts that add up. Read by program_test.sh.

test_regrow_refusals() {
	local base=(regrow --seed 1 --mode count)
	refused 2 'at least 2 threads' "${base[@]}" --threads "$first"
	[ -n "$pair" ] || return
	refused 2 '2 owners and 0 writers' "${base[@]}" --threads "$pair"
	refused 2 '"0"' "${base[@]}" --threads "$ends" --resize 0
	refused 2 '"used"' "${base[@]}" --threads "$ends" --memory used
	refused 2 '--operations' "${base[@]}" --threads "$ends" --samples 5 --warmup 1 --operations 1000000
	refused 2 'throughput' regrow --seed 1 --mode throughput --threads "$ends"
}

# regrow_adds_up <target> "<expected lines>" arguments…: each is subject, owner, checkpoint, objects and bytes, and all samples count.
regrow_adds_up() {
	local target=$1 expected=$2
	shift 2
	"$(program "$target")" regrow --threads "$ends" --seed 7 --mode count --samples 3 --warmup 1 --operations 20 "$@" |
		node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const sum = (list) => list.flat().reduce((a, b) => a + b, 0);
		const groups = {};
		for (const p of lines.filter((line) => line.type === "placement")) {
			// Which blocks move is the business of the allocator; that parts add up is ours.
			const name = p.subject.replace(/^(kept|moved)-.*/, "parts") + " " + p.owner + " " + p.checkpoint;
			groups[name] = (groups[name] ?? 0) + sum(p.bytes) + sum([p.absentBytes, p.zeroPageBytes, p.unknownBytes]);
		}
		const seen = Object.entries(groups).map(([name, bytes]) => name + " " + bytes).join(", ");
		if (seen !== process.argv[1]) throw new Error(seen);
		if (lines.at(-1).operations !== 80) throw new Error("operations");
	' "$expected" || failed "regrow of $target does not add up: $*"
}

test_regrow() {
	test_regrow_refusals
	[ -n "$pair" ] || return
	local target memory
	for target in "${targets[@]}"; do
		for memory in fresh reused; do
			regrow_adds_up "$target" "allocated allocator allocated 300000, written allocator written 300000, written receiver written 300000" \
				--sizes fixed:5000 --memory $memory
			regrow_adds_up "$target" "written allocator written 12000000, parts allocator resized 18000000, parts allocator rewritten 18000000" \
				--call realloc --sizes fixed:200000 --resize 150 --memory $memory
			regrow_adds_up "$target" "written allocator written 300000, parts allocator resized 150000, parts allocator rewritten 150000" \
				--call realloc --sizes fixed:5000 --resize 50 --memory $memory
		done
	done
	same_check_in count regrow --threads "$ends" --seed 7 --operations 100 --sizes mix:small --memory reused
	same_check_in count regrow --threads "$ends" --seed 7 --operations 50 --sizes loguniform:100-300000 --call realloc --resize 133
	seeds_differ regrow --threads "$ends" --operations 50 --sizes mix:small
}

ends=${pair:+owner=${pair/,/,writer=}}
test_regrow

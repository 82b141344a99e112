# threads from outside: what it refuses, the same work in every target, and the map of a fresh thread.
# Read by program_test.sh.
. test/same_work.sh

test_threads_refusals() {
	local base=(threads --threads "$first" --seed 1 --mode count)
	refused 2 '--depth' "${base[@]}" --depth 262144
	refused 2 '--early' "${base[@]}" --depth 4096 --early 4097
	refused 2 '--children' "${base[@]}" --children other-node
	refused 2 '--stacks' "${base[@]}" --style concurrent
	refused 2 '--operations' "${base[@]}" --operations 1000000
	refused 2 '--operations' "${base[@]}" --operations 1000000 --stacks reused
	refused 2 '"16384"' "${base[@]}" --stack 16384
	refused 2 'inherited' "${base[@]}" --pin none
}

# At the first instruction one page of a fresh stack is there, at the end all down to the depth; every pair as often.
map_is_of_fresh_threads() {
	"$(program "$1")" threads --threads "${pair:-$first}" --seed 7 --mode count --samples 2 --warmup 1 --operations 4 --depth 12288 |
		node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const maps = lines.filter((line) => line.type === "thread-map");
		const creators = lines.filter((line) => line.type === "pinning").length;
		if (maps.length !== creators * 2 * 4 * 2) throw new Error(maps.length + " maps");
		for (const { at, stack, tls, descriptor, errno } of maps) {
			const there = stack.filter((node) => typeof node === "number").length;
			if (stack.length !== 4 || there !== (at === "end" ? 4 : 1) || typeof stack[0] !== "number") throw new Error(at + " " + stack);
			if ([...tls, descriptor, errno].some((node) => typeof node !== "number")) throw new Error("absent");
		}
		const repetitions = maps.map((map) => map.repetition);
		if (Math.max(...repetitions) + 1 !== 8 / creators || Math.min(...repetitions) !== 0) throw new Error(repetitions.join());
	' || failed "map of $1"
}

test_threads() {
	local target pin
	test_threads_refusals
	for target in "${targets[@]}"; do
		map_is_of_fresh_threads "$target"
	done
	local all='count throughput latency'
	same_check_in "$all" threads --threads "${pair:-$first}" --seed 7 --operations 20
	for pin in creator inherited; do
		same_check_in count threads --threads "${pair:-$first}" --seed 7 --operations 20 --pin "$pin" --early 4096
	done
	same_check_in "$all" threads --threads "${pair:-$first}" --seed 7 --operations 20 --style batch --batch 3 --end detached
	same_check_in "$all" threads --threads "${pair:-$first}" --seed 7 --operations 20 --style concurrent --stacks reused \
		--pin creator --end detached
	seeds_differ threads --threads "${pair:-$first}" --operations 20
}

test_threads

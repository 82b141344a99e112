# sharing and calibrate's layouts from outside: what they refuse, the same work in every target, counts that depend on the seed
# only and add up. Read by program_test.sh.
. test/same_work.sh

sharing_base=(sharing --seed 1 --mode count --samples 1 --warmup 0)

test_sharing_refusals() {
	local sweep
	for sweep in 0-5 5-4 1-4097 5 1-; do
		refused 2 "\"$sweep\"" "${sharing_base[@]}" --threads "$first" --sweep "$sweep"
	done
	refused 2 '--refill' "${sharing_base[@]}" --threads "$first" --sweep 1-9 --refill 5
	refused 2 '"16"' "${sharing_base[@]}" --threads "$first" --align 16
	refused 2 'throughput' sharing --threads "$first" --seed 1 --mode throughput
}

# What must add up: 2 samples of 2 threads with 500 objects of 100 bytes; the sweep has 2 x 8 objects of each size.
sharing_adds_up() {
	"$(program "$1")" sharing --threads "$pair" --seed 7 --mode count --samples 2 --warmup 1 --objects 500 --sizes fixed:100 \
		--refill 300 | node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const seen = lines.filter((line) => line.type === "census").map((c) => {
			const [only] = c.classes;
			return [c.checkpoint, c.objects, c.neighbours.pairs, c.classes.length, only.upToBytes, only.requestedBytes,
				only.usableBytes >= only.requestedBytes, c.runs - c.neighbours.remotePairs].join(" ");
		});
		const wanted = ["allocated 2000 1998 1 128 200000 true 2", "refilled 2000 1998 1 128 200000 true 2"];
		if (seen.join() !== wanted.join()) throw new Error(seen.join());
		if (lines.at(-1).operations !== 3 * 2 * 650) throw new Error("operations " + lines.at(-1).operations);
	' || failed "sharing of $1 does not add up"
	"$(program "$1")" "${sharing_base[@]}" --threads "$pair" --objects 8 --sweep 60-70 --align 64 | node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const sizes = lines.filter((line) => line.type === "line-sharing").flatMap((line) => line.sizes);
		const pairs = sizes.map((size) => size.farPairs + size.near.reduce((sum, row) => sum + row[2], 0));
		if (sizes.map((size) => size.sizeBytes).join() !== "60,61,62,63,64,65,66,67,68,69,70") throw new Error("sizes");
		if (pairs.some((count) => count !== 15)) throw new Error("pairs " + pairs);
		if (sizes.some((size) => size.near.some((row) => row[0] !== 0 || row[3] !== 0))) throw new Error("not aligned");
	' || failed "the sweep of $1 does not add up"
}

# With turns, who lies beside whom depends on the seed only.
test_sharing_repeats() {
	local target expected seen repeat
	for target in "${targets[@]}"; do
		expected=
		for repeat in 1 2 3; do
			seen=$($without_randomisation "$(program "$target")" "${sharing_base[@]}" --threads "$pair" \
				--sizes loguniform:16-4096 --refill 500 | grep '"census"' | cksum)
			expected=${expected:-$seen}
			[ "$seen" = "$expected" ] || failed "repeat $repeat of sharing of $target: $seen, not $expected"
		done
	done
}

# Neither turns nor the census allocate: 2 threads x (20 objects, half of them replaced).
test_sharing_allocates_its_objects_only() {
	LD_PRELOAD=$out/count_malloc.so "$(program glibc)" "${sharing_base[@]}" --threads "$pair" --objects 20 --refill 500 \
		>"$out/stdout" 2>"$out/stderr"
	[ "$(cat "$out/stderr")" = '60 mallocs 60 frees' ] || failed "sharing: $(cat "$out/stderr"), not 60 of both"
}

# The census must leave musl's allocator as it was, too: its own test, linked with the objects of the target. What is compiled for
# it lies elsewhere, because other parts link all objects of a target.
test_census_of_musl() {
	local objects
	objects=$(find "$out/targets/musl/objects" -name '*.o' ! -name main.o)
	musl-gcc -static -std=c11 -D_GNU_SOURCE -O2 -g -fno-builtin -pthread -o "$out/census_test-musl" -iquote . test/unit/census_test.c $objects &&
		"$out/census_test-musl" >"$out/stdout" || failed "census_test with musl: $(grep -v '^ok' "$out/stdout")"
}

test_sharing() {
	local target
	test_sharing_refusals
	"$(program glibc)" calibrate --threads "$first" --seed 1 --mode count --layouts yes >"$out/stdout" ||
		failed "calibrate cannot count its layouts"
	[ "$(grep -c '"census"' "$out/stdout")" -eq 4 ] || failed "calibrate counts $(grep -c '"census"' "$out/stdout") layouts"
	command -v musl-gcc >/dev/null && test_census_of_musl
	[ -n "$pair" ] || return
	for target in "${targets[@]}"; do
		sharing_adds_up "$target"
	done
	same_check_in count sharing --threads "$pair" --seed 7 --objects 300 --sizes mix:small --burst 7 --refill 250
	same_check_in count sharing --threads "$pair" --seed 7 --objects 5 --sweep 1-40 --align 64
	seeds_differ sharing --threads "$pair" --objects 50 --sizes mix:small
	test_sharing_repeats
	test_sharing_allocates_its_objects_only
}

test_sharing

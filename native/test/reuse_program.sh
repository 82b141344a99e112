# reuse from outside: what it refuses, the same work in every target, and what it counts. Read by program_test.sh.

test_reuse_refusals() {
	local base=(reuse --seed 1 --mode count)
	[ -n "$pair" ] || return
	refused 2 '2 owners and 0 successors' "${base[@]}" --threads "$pair"
	refused 2 '"-1"' "${base[@]}" --threads "$ends" --cycles -1
	refused 2 '"1001"' "${base[@]}" --threads "$ends" --survivors 1001
	refused 2 '--operations' "${base[@]}" --threads "$ends" --operations 5000000
}

# reuse_counts <target> <objects> <operations> arguments…
reuse_counts() {
	local target=$1 objects=$2 operations=$3
	shift 3
	"$(program "$target")" reuse --threads "$ends" --seed 7 --mode count --samples 2 --warmup 1 --operations 200 "$@" |
		node -e '
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const seen = lines.filter((line) => line.type === "placement").map((p) => p.subject + " " + p.objects);
		if (seen.join() !== "taken-over " + process.argv[1]) throw new Error(seen);
		if (lines.at(-1).operations !== Number(process.argv[2])) throw new Error("operations " + lines.at(-1).operations);
	' "$objects" "$operations" || failed "reuse of $target does not add up: $*"
}

# faults_of <target> <cycles>
faults_of() {
	"$(program "$1")" reuse --threads "$ends" --seed 7 --mode count --samples 1 --warmup 0 --operations 1 --sizes fixed:4000 \
		--cycles "$2" | grep -o '"minorFaults":[0-9]*' | cut -d : -f 2
}

# What mallocng does with an empty group of one page: unmapped in each of the first hundred cycles, then kept. Kernels differ in how
# many faults a page costs that is read before it is written.
test_reuse_of_mallocng() {
	local few many more
	few=$(faults_of musl 20)
	many=$(faults_of musl 90)
	more=$(faults_of musl 140)
	[ $((many - few)) -ge 70 ] || failed "70 cycles of musl fault $((many - few)) times"
	[ $((more - many)) -le $(((many - few) / 3)) ] || failed "from cycle 90 to 140 musl faults $((more - many)) times"
}

test_reuse() {
	test_reuse_refusals
	[ -n "$pair" ] || return
	local target
	for target in "${targets[@]}"; do
		# Of 200 blocks 5 survive: three passes of 3 cycles of the owner and one of the successor.
		reuse_counts "$target" 390 2355 --cycles 3 --survivors 25
		reuse_counts "$target" 400 600 --cycles 0 --survivors 25
	done
	same_check_in count reuse --threads "$ends" --seed 7 --operations 50 --cycles 7 --sizes mix:small --survivors 100
	seeds_differ reuse --threads "$ends" --operations 50 --sizes mix:small
	[[ " ${targets[*]} " != *' musl '* ]] || test_reuse_of_mallocng
}

ends=${pair:+owner=${pair/,/,successor=}}
test_reuse

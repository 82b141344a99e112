#!/usr/bin/env bash
# The benchmark program from outside. Builds the targets, checks what they prove, then reads the parts: test/*_program.sh.
# usage: program_test.sh <output folder>, from native/
set -u

out=$1
failures=$out/failures
cpus=($(taskset -cp $$ | sed 's/.*: //; s/,/ /g' | xargs -n1 | awk -F- '{for (c = $1; c <= (NF > 1 ? $2 : $1); c++) print c}'))

# Also called in subshells, so failures are counted in a file.
failed() {
	echo "FAILED: $*" | tee -a "$failures" >&2
}

node_of() {
	local path
	path=$(compgen -G "/sys/devices/system/cpu/cpu$1/node*" | head -1)
	echo "${path##*node}"
}

place() {
	local node
	node=$(node_of "$1")
	echo "${node:-0}:$1"
}

first=$(place "${cpus[0]}")
# handover and mutex need two CPUs; a machine with one runs the rest.
pair=${cpus[1]+$first,$(place "${cpus[1]:-0}")}

build() {
	make -j2 -s --no-print-directory bench "TARGET=$1" "OUT=$out/targets/$1" "CC=$2" "CFLAGS=-O2 -g" "LDFLAGS=$3" "LDLIBS=$4"
}

program() {
	echo "$out/targets/$1/numa-bench-$1"
}

# refused <code> <word> arguments…: exits with the code, prints nothing on stdout and one line with the word on stderr.
refused() {
	local code=$1 word=$2 stdout status lines
	shift 2
	stdout=$("$(program glibc)" "$@" 2>"$out/stderr" </dev/null)
	status=$?
	lines=$(wc -l <"$out/stderr")
	[ $status -eq "$code" ] || failed "exit $status, not $code: $*"
	[ -z "$stdout" ] || failed "prints on stdout although it refuses: $*"
	[ "$lines" -eq 1 ] || failed "$lines lines on stderr, not one: $*"
	grep -qF -- "$word" "$out/stderr" || failed "does not name $word: $*: $(cat "$out/stderr")"
}

# Parse every line, check the first and the last, refuse times in count mode; print the check value.
read_lines() {
	node -e '
		const mode = process.argv[1];
		const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const types = lines.map((line) => line.type);
		if (types[0] !== "about" || types.at(-1) !== "end") throw new Error("first or last line: " + types);
		for (const type of ["pinning", "memory", "events"]) if (!types.includes(type)) throw new Error("no " + type);
		const timed = ["sample", "histogram", "pointer-chase", "harness-cost"];
		const found = types.filter((type) => timed.includes(type));
		if (mode === "count" && (found.length > 0 || /Ns"/.test(JSON.stringify(lines)))) throw new Error("time: " + found);
		if (mode !== "count" && found.length === 0) throw new Error("no time in mode " + mode);
		if (mode === "throughput" && lines.some((line) => line.type === "sample" && line.threads.some((t) => t.endNs < line.beginNs)))
			throw new Error("a sample ends before it begins");
		console.log(lines.at(-1).check);
	' "$1"
}

# check_of <program> <mode> <workload> arguments…
check_of() {
	local binary=$1 mode=$2
	shift 2
	$prefix "$binary" "$@" --mode "$mode" >"$out/stdout" 2>"$out/stderr" </dev/null ||
		{ failed "exit $?: $binary $* --mode $mode: $(cat "$out/stderr")"; return; }
	read_lines "$mode" <"$out/stdout" || failed "output of $binary $* --mode $mode"
}

# same_check <workload> arguments…: every target, in every mode, does the same work.
same_check() {
	local expected='' check mode target
	for target in "${targets[@]}"; do
		for mode in $(modes_of "$1"); do
			check=$(check_of "$(program "$target")" "$mode" "$@")
			expected=${expected:-$check}
			[ "$check" = "$expected" ] || failed "check $check of $target in mode $mode, not $expected: $*"
		done
	done
}

describe() {
	"$(program glibc)" --describe | node -e "
		const { workloads } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
		$1"
}

modes_of() {
	describe "console.log(workloads.find((w) => w.name === '$1').modes.join(' '))"
}

# proof <target> <libc> <link> <allocator>
proof() {
	"$(program "$1")" --about | node -e '
		const [target, libc, link, allocator] = process.argv.slice(1);
		const about = JSON.parse(require("fs").readFileSync(0, "utf8"));
		const seen = [about.target, about.libc.name, about.libc.link, about.allocator.name].join(" ");
		if (seen !== [target, libc, link, allocator].join(" ")) throw new Error(seen);
		if (!/^\d+\.\d+/.test(about.libc.version) || !/^\d+\.\d+/.test(about.allocator.version)) throw new Error("version");
	' "$@" || failed "proof of $1"
	[ "$("$(program "$1")" --about)" = "$("$(program "$1")" --about)" ] || failed "two proofs of $1 differ"
	[ -s "$(program "$1").map" ] || failed "no link map of $1"
}

: >"$failures"
prefix=
without_randomisation=
setarch -R true 2>/dev/null && without_randomisation='setarch -R'

targets=(glibc)
build glibc gcc '' '' || exit 1
proof glibc glibc dynamic glibc
# Weak references behave differently in a static link.
build glibc-static gcc -static '' && proof glibc-static glibc static glibc
if command -v musl-gcc >/dev/null; then
	targets+=(musl musl-dynamic)
	build musl musl-gcc -static '' && proof musl musl static mallocng
	build musl-dynamic musl-gcc '' '' && proof musl-dynamic musl dynamic mallocng
else
	echo "not tested: musl targets (musl-gcc is missing)"
fi
if echo 'int main(void){return 0;}' | gcc -x c - -ljemalloc -o "$out/probe" 2>/dev/null; then
	targets+=(glibc+jemalloc)
	build glibc+jemalloc gcc '' -ljemalloc && proof glibc+jemalloc glibc dynamic jemalloc
else
	echo "not tested: jemalloc (libjemalloc is missing)"
fi

# One line per part, which scripts/test.sh counts: what comes after `ok` or `not ok` is for people.
conclude() {
	if [ "$(wc -l <"$failures")" -eq "$known_failures" ]; then echo "ok - $1"; else echo "not ok - $1"; fi
	known_failures=$(wc -l <"$failures")
}

known_failures=0
conclude "proofs of ${targets[*]}"
for part in test/*_program.sh; do
	. "$part"
	conclude "$part"
done

[ ! -s "$failures" ] || exit 1
echo "program tests pass: ${targets[*]}"

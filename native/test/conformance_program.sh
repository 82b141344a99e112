# The conformance suite: every target does what it must, and a fault of an allocator is found by the check that is meant for
# it, whatever else that fault breaks. Read by program_test.sh.

# A line for each fault of test/broken/faults.h: the checks that must fail with it; then those that may, because the fault is in
# their way as well. A block that reaches into the next one spoils whatever lies there, a race strikes now and then, and glibc
# frees NULL when a thread ends.
threaded=threads-exchange,threads-exit,fork-among-threads
faults="
MALLOC_MISALIGNS        malloc-aligns
ALIGNED_ALLOC_IGNORES   aligned-alloc-aligns
POSIX_MEMALIGN_IGNORES  posix-memalign-aligns
MEMALIGN_IGNORES        memalign-aligns
POSIX_MEMALIGN_ACCEPTS  posix-memalign-refuses
CALLOC_TRUSTS           calloc-zeroes-fresh,calloc-zeroes-reused
CALLOC_KEEPS            calloc-zeroes-reused
CALLOC_WRAPS            calloc-overflow
REALLOCARRAY_WRAPS      reallocarray-overflow
SIZES_WRAP              huge-sizes,realloc-refuses,realloc-says-enomem
REALLOC_LOSES_TAIL      realloc-keeps-content
REALLOC_FREES           realloc-refuses,exhaustion-small,exhaustion-large
REALLOC_SILENT          realloc-says-enomem
REALLOC_REFUSES_NULL    realloc-of-null
ZERO_SHARED             size-zero
FREE_READS_NULL         free-null                                          $threaded
FREE_SETS_ERRNO         errno-kept-by-free
USABLE_TOO_LARGE        usable-size
BLOCKS_OVERLAP          no-overlap,usable-size,realloc-keeps-content       calloc-zeroes-reused,realloc-of-null,errno-kept-by-free,$threaded
UNLOCKED                threads-exchange                                   $threaded
FORK_KEEPS_LOCK         fork-among-threads
THREAD_TAKES_ALONG      threads-exit                                       $threaded
EXHAUSTED_ABORTS        exhaustion-small,exhaustion-large
EXHAUSTED_SILENT        exhaustion-small,exhaustion-large
EXHAUSTED_FOR_EVER      exhaustion-small,exhaustion-large
"

# failing_checks <program>: the checks that fail, a line each; refuses output that does not agree with itself.
failing_checks() {
	local status=0
	"$1" --conformance >"$1.stdout" 2>"$1.stderr" </dev/null || status=$?
	node -e '
		const [status, path] = process.argv.slice(1);
		const lines = require("fs").readFileSync(path, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
		const [about, checks, end] = [lines[0], lines.slice(1, -1), lines.at(-1)];
		if (about.type !== "about" || end.type !== "conformance-end") throw new Error("first or last line");
		const failed = checks.filter((line) => line.state === "failed");
		const passed = checks.filter((line) => line.state === "passed");
		if (checks.some((line) => line.type !== "conformance") || passed.length + failed.length !== checks.length)
			throw new Error("a line that is no check");
		if (end.passed !== passed.length || end.failed !== failed.length) throw new Error("the counts are wrong");
		if (Number(status) !== (failed.length > 0 ? 1 : 0)) throw new Error(`exit ${status}`);
		if (failed.some((line) => !line.detail)) throw new Error("a failed check does not say why");
		for (const { check } of failed) console.log(check);
	' $status "$1.stdout"
}

# link_allocator <target> <compiler> <linker flags> <fault>: the target's program with the allocator of test/broken.
link_allocator() {
	local folder=$out/broken/$1-$4
	mkdir -p "$folder"
	"$2" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -O2 -g -fno-builtin -pthread "-DFAULT=$4" $3 \
		-o "$folder/numa-bench-$1" $(find "$out/targets/$1/objects" -name "*.o") \
		test/broken/*.c 2>"$folder/log" || { failed "test/broken does not build with $4: $(cat "$folder/log")"; return 1; }
	echo "$folder/numa-bench-$1"
}

# passes_all <what> <program> [known failure]…
passes_all() {
	local what=$1 failing
	failing=$(failing_checks "$2") || failed "what the suite prints for $what"
	shift 2
	[ "$failing" = "$*" ] || failed "the suite finds fault with $what: ${failing//$'\n'/ }, not ${*:-none}"
}

test_targets() {
	local target
	for target in "${targets[@]}"; do
		# jemalloc 5.3.0 returns NULL from realloc without errno, which later ones mended.
		if "$(program "$target")" --about | grep -q '"name":"jemalloc","version":"5\.3\.0-'; then
			passes_all "$target" "$(program "$target")" realloc-says-enomem
		else
			passes_all "$target" "$(program "$target")"
		fi
	done
}

# The allocator that the faults are put into has none without them.
test_own_allocator() {
	local own
	own=$(link_allocator glibc gcc '' NONE) && passes_all 'test/broken without a fault' "$own"
	[[ " ${targets[*]} " = *' musl '* ]] || return 0
	own=$(link_allocator musl musl-gcc -static NONE) && passes_all 'test/broken without a fault in musl' "$own"
}

# finds_fault <fault> <checks that must fail> [checks that may], with commas
finds_fault() {
	local broken failing check
	broken=$(link_allocator glibc gcc '' "$1") || return
	failing=$(failing_checks "$broken") || failed "what the suite prints with $1"
	for check in ${2//,/ }; do
		grep -qx "$check" <<<"$failing" || failed "$check does not find $1"
	done
	for check in $failing; do
		[[ ",$2,${3-}," = *",$check,"* ]] || failed "$check is not meant for $1: $(grep "\"$check\"" "$broken.stdout")"
	done
}

test_faults() {
	local fault must may
	while read -r fault must may; do
		[ -z "$fault" ] || finds_fault "$fault" "$must" "$may" &
		# Two at a time: a fault that hangs costs its time limit and no processor.
		[ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
	done <<<"$faults"
	wait
}

# No check that cannot fail.
test_all_checks_are_needed() {
	local check
	for check in $(node -e '
		const text = require("fs").readFileSync(process.argv[1], "utf8");
		for (const line of text.trimEnd().split("\n").map((one) => JSON.parse(one))) if (line.check) console.log(line.check);
	' "$(program glibc).stdout"); do
		awk '{print $2}' <<<"$faults" | tr , '\n' | grep -qx "$check" || failed "no fault is meant for $check"
	done
}

test_targets
test_own_allocator
test_faults
test_all_checks_are_needed

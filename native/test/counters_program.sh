# Counters of kernel and processor from outside: asked for in count mode only, lacking ones say why, and where the kernel lets us
# see its tracepoints the counts are exact. Read by program_test.sh.

# counters_line <target> <prefix> arguments…: the line `counters` as JSON, or nothing.
counters_line() {
	local target=$1 prefix=$2
	shift 2
	$prefix "$(program "$target")" "$@" --seed 1 --samples 1 --warmup 0 2>"$out/stderr" </dev/null | grep '^{"type":"counters"'
}

# A private mount of tracefs, which needs root and a kernel that has it.
with_tracefs() {
	unshare -m sh -c 'mount -t tracefs tracefs /sys/kernel/tracing && exec "$@"' sh "$@"
}

# member <JSON> <expression of c>
member() {
	node -e 'const c = JSON.parse(process.argv[1]); console.log(String(eval(process.argv[2])))' "$1" "$2"
}

blocks="churn --threads $first --sizes fixed:200000 --slots 4 --operations 100 --mode count"

for target in "${targets[@]}"; do
	[ -n "$(counters_line "$target" '' $blocks)" ] || failed "$target prints no counters in count mode"
	[ -z "$(counters_line "$target" '' $blocks --counters off)" ] || failed "$target prints counters although they are off"
	[ -z "$(counters_line "$target" '' ${blocks/count/throughput})" ] || failed "$target counts in throughput mode unasked"
	[ -n "$(counters_line "$target" '' ${blocks/count/throughput} --counters on)" ] || failed "$target does not count in throughput mode when asked"
	line=$(counters_line "$target" '' $blocks)
	for key in systemCalls futex kernel.tlbShootdowns hardware.cycles; do
		[ "$(member "$line" "c.$key.unavailable === undefined || c.$key.unavailable.length > 8")" = true ] ||
			failed "$key of $target is lacking without a reason: $line"
	done
done
refused 2 --counters $blocks --counters perhaps

if ! with_tracefs true 2>/dev/null; then
	echo "not tested: exact counts of system calls (tracefs cannot be mounted here)"
else
	for target in "${targets[@]}"; do
		case $target in musl*) ;; *) continue ;; esac
		line=$(counters_line "$target" with_tracefs $blocks)
		seen=$(member "$line" '[c.systemCalls.munmap, c.systemCalls.other, c.futex.calls, c.systemCalls.mmap].join(" ")')
		# Four blocks before the pass; the allocator's own records may come after a guard page.
		case $seen in "100 0 0 104" | "100 0 0 105") ;; *)
			failed "$target counts $seen calls of munmap, others, futex and mmap, not 100 0 0 and 104 or 105" ;;
		esac
	done
	# Threads hand turns on by futex calls of the harness, and create children.
	for target in "${targets[@]}"; do
		line=$(counters_line "$target" with_tracefs threads --threads "$first" --operations 20 --mode count)
		seen=$(member "$line" 'c.systemCalls.clone + c.systemCalls.clone3')
		[ "$seen" = 20 ] || failed "$target counts $seen threads, not 20"
	done
	# A user without rights is told so, and gets no zero.
	if setpriv --reuid 65534 --clear-groups true 2>/dev/null; then
		line=$(counters_line glibc "with_tracefs setpriv --reuid 65534 --clear-groups" $blocks)
		seen=$(member "$line" 'c.systemCalls.unavailable')
		[ "$seen" = "tracefs is not readable by this user" ] || failed "a user without rights reads: $seen"
	fi
fi

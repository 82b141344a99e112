# The timed loops lie alike in every target: an empty loop across two cache lines takes half as long again. Read by program_test.sh.

line_bytes=64

# loops_of <program> <function>: first and last address of each loop of at most 16 bytes: nothing but think time is as short.
loops_of() {
	objdump -d --no-show-raw-insn --disassemble="$2" "$1" | node -e '
		const text = require("fs").readFileSync(0, "utf8");
		for (const [, at, to] of text.matchAll(/^ *([0-9a-f]+):\s+j[a-ln-z][a-z]* +([0-9a-f]+) /gm)) {
			const [end, begin] = [parseInt(at, 16), parseInt(to, 16)];
			if (begin < end && end - begin <= 16) console.log(begin, end);
		}'
}

# lies_alike <target> <function with think time>
lies_alike() {
	local program begin end found=0
	program=$(program "$1")
	[ $((0x$(nm "$program" | awk -v name="$2" '$3 == name {print $1}') % line_bytes)) -eq 0 ] ||
		failed "$2 of $1 does not begin at a cache line"
	while read -r begin end; do
		found=$((found + 1))
		# The jump itself takes two bytes.
		[ $((begin / line_bytes)) -eq $(((end + 1) / line_bytes)) ] || failed "a loop of $2 of $1 crosses a cache line"
	done < <(loops_of "$program" "$2")
	[ $found -gt 0 ] || failed "no loop in $2 of $1"
}

test_alignment() {
	local target function
	for target in "${targets[@]}"; do
		for function in mutex_contend condvar_pass rwlock_take_tickets exchange_run; do
			lies_alike "$target" "$function"
		done
	done
}

test_alignment

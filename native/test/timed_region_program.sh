# What the timed loops call, read from the machine code of every target. A memset that a compiler put in the place of our
# stores, a clock or a random number in the loop would be measured as the allocator's. Read by program_test.sh.

# calls_of <program> <function>: names of the functions outside it that it calls or jumps to.
calls_of() {
	objdump -d --no-show-raw-insn "$1" | awk -v own="<$2" '
		/>:$/ { inside = index($2, own ">:") == 1 || index($2, own ".cold>:") == 1 || index($2, own ".part") == 1 }
		inside && $2 ~ /^(call|j)/ && index($NF, own) != 1 && match($NF, /<[^>]*>/) {
			name = substr($NF, RSTART + 1, RLENGTH - 2); sub(/@plt.*/, "", name); sub(/\+0x.*/, "", name); print name
		}
		inside && $2 ~ /^call/ && $NF ~ /^\*/ { print "indirect" }' | sed 's/^_*libc_//' | sort -u | xargs
}

# calls_only <function> <names…>: it calls all of these and nothing else.
calls_only() {
	local function=$1 wanted target seen
	shift
	wanted=$(printf '%s\n' "$@" | sort | xargs)
	for target in "${targets[@]}"; do
		seen=$(calls_of "$(program "$target")" "$function")
		[ "$seen" = "$wanted" ] || failed "$function of $target calls '$seen', not '$wanted'"
	done
}

test_timed_region() {
	# On the way out only, when malloc fails.
	calls_only exchange_run fail_malloc free malloc
	calls_only exchange_run_empty fail_malloc
	calls_only chase_run
}

if ! command -v objdump >/dev/null || [ "$(uname -m)" != x86_64 ]; then
	echo "not tested: calls in the timed loops (they are read from x86-64 code with objdump)"
else
	test_timed_region
fi

# Check values across targets, modes and seeds. Read by the *_program.sh files, after program_test.sh has defined check_of.

# same_check_in "<modes>" <workload> arguments…: every target does the same work, in all of these modes.
same_check_in() {
	local modes=$1 expected='' check mode target
	shift
	for target in "${targets[@]}"; do
		for mode in $modes; do
			check=$(check_of "$(program "$target")" "$mode" "$@")
			expected=${expected:-$check}
			[ -n "$check" ] && [ "$check" = "$expected" ] ||
				failed "check '$check' of $target in mode $mode, not '$expected': $*"
		done
	done
}

# seeds_differ <workload> arguments…: two seeds give two checks, one seed the same one twice.
seeds_differ() {
	local one again other
	one=$(check_of "$(program glibc)" count "$@" --seed 7)
	again=$(check_of "$(program glibc)" count "$@" --seed 7)
	other=$(check_of "$(program glibc)" count "$@" --seed 8)
	[ -n "$one" ] && [ "$one" = "$again" ] || failed "one seed gives the checks '$one' and '$again': $*"
	[ "$one" != "$other" ] || failed "two seeds give the check '$one': $*"
}

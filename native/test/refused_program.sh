# What is left where move_pages is forbidden, as in many containers: times, but nothing about where pages lie.
# Read by program_test.sh.

# forbidden <code> <arguments…>: how a program without move_pages ends; its lines go to $out/stdout.
forbidden() {
	local code=$1 status
	shift
	"$out/forbid-calls" 1 move_pages "$(program musl)" "$@" >"$out/stdout" 2>"$out/stderr" </dev/null
	status=$?
	[ $status -eq "$code" ] || failed "exit $status, not $code, without move_pages: $*: $(cat "$out/stderr")"
}

test_refused() {
	local small='--seed 7 --samples 1 --warmup 0 --operations 200'
	gcc -o "$out/forbid-calls" ../test/fixtures/forbid-calls.c || failed "forbid-calls does not build"
	# shellcheck disable=SC2086 # words
	forbidden 77 churn --threads "$first" --mode count $small
	grep -q 'move_pages is refused' "$out/stderr" || failed "the refusal of move_pages is not named"
	# shellcheck disable=SC2086
	forbidden 77 calibrate --threads "$first" --mode throughput $small
	# shellcheck disable=SC2086
	forbidden 0 churn --threads "$first" --mode throughput $small
	grep -q '"unknownBytes":\[[1-9]' "$out/stdout" || failed "pages that could not be asked for are not unknown"
}

test_refused

# Preloads that take the place of a synchronisation primitive and do not do its work. Read by the *_program.sh files.

# run_broken <seconds> <C code of the replacement> <workload> arguments…: leaves the program's output and returns its exit code.
# One pass, unless the arguments ask for more.
run_broken() {
	local seconds=$1 code=$2
	shift 2
	[[ " $* " = *" --samples "* ]] || set -- "$@" --samples 1
	printf '%s\n' "$code" | gcc -shared -fPIC -o "$out/broken.so" -x c - || { failed "a broken primitive does not compile"; return 0; }
	LD_PRELOAD=$out/broken.so timeout "$seconds" "$(program glibc)" "$@" --seed 7 --mode count --warmup 0 \
		>"$out/stdout" 2>"$out/stderr"
}

# is_found <words> <C code of the replacement> <workload> arguments…: the workload fails and says so, and prints no end.
is_found() {
	local words=$1 status
	shift
	run_broken 60 "$@"
	status=$?
	[ $status -eq 1 ] || failed "exit $status: a broken primitive goes unnoticed: $*"
	grep -q "$words" "$out/stderr" || failed "a broken primitive is not named: $* $(cat "$out/stderr")"
	grep -q '"end"' "$out/stdout" && failed "a trial with a broken primitive prints an end: $*"
}

# never_ends_well <C code of the replacement> <workload> arguments…: it fails, or waits for ever, which the time limit of a trial ends.
never_ends_well() {
	local status
	run_broken 5 "$@"
	status=$?
	[ $status -eq 1 ] || [ $status -eq 124 ] || failed "exit $status: a broken primitive goes unnoticed: $*"
	grep -q '"end"' "$out/stdout" && failed "a trial with a broken primitive prints an end: $*"
}

# check_line <type> <script> <program> arguments…: node reads the lines of this type as `found` and throws what is wrong.
check_line() {
	local type=$1 script=$2
	shift 2
	"$@" --seed 7 --mode count --samples 2 --warmup 1 | node -e "
		const lines = require('fs').readFileSync(0, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
		const found = lines.filter((line) => line.type === '$type');
		const sum = (list) => list.flat().reduce((a, b) => a + b, 0);
		const want = (what, is, wanted) => { if (is !== wanted) throw new Error(what + ' is ' + is + ', not ' + wanted); };
		$script
	" || failed "$type of $*"
}

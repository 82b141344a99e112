# What the program refuses, with exit 2 and one line. Read by program_test.sh.

test_wrong_arguments() {
	local base=(--threads "$first" --seed 1 --mode count)
	refused 2 'no workload'
	refused 2 '"chrun"' chrun "${base[@]}"
	refused 2 '--frobnicate' churn "${base[@]}" --frobnicate 3
	refused 2 '"extra"' churn "${base[@]}" extra
	refused 2 '--seed' churn --threads "$first" --mode count
	refused 2 '--threads' churn --seed 1 --mode count
	refused 2 '--mode' churn --seed 1 --threads "$first"
	refused 2 '"fast"' churn --threads "$first" --seed 1 --mode fast
	refused 2 '"-1"' churn --threads "$first" --seed -1 --mode count
	refused 2 '"18446744073709551616"' churn --threads "$first" --seed 18446744073709551616 --mode count
	refused 2 '"0"' churn "${base[@]}" --samples 0
	refused 2 '"1e3"' churn "${base[@]}" --operations 1e3
	refused 2 'has no value' churn "${base[@]}" --slots
	refused 2 '"many"' churn "${base[@]}" --slots many
	refused 2 '"0"' churn "${base[@]}" --slots 0
	refused 2 'given twice' churn "${base[@]}" --slots 5 --slots 6
	refused 2 'given twice' churn "${base[@]}" --seed 2
	refused 2 '"mix:huge"' churn "${base[@]}" --sizes mix:huge
	refused 2 'first-byte' churn "${base[@]}" --touch some
	refused 2 '--burst' churn "${base[@]}" --slots 5 --burst 6
	refused 2 '--turn' churn "${base[@]}" --burst 2 --turn 3
	refused 2 '--turn' churn --threads "$first" --seed 1 --mode throughput --turn 3
	refused 2 '""' churn --threads '' --seed 1 --mode count
	refused 2 '"0-1"' churn --threads 0-1 --seed 1 --mode count
	refused 2 '"a:b"' churn --threads a:b --seed 1 --mode count
	refused 2 'boss' churn --threads "boss=$first" --seed 1 --mode count
	refused 2 'listed twice' churn --threads "$first,$first" --seed 1 --mode count
	refused 2 'CPU 8191' churn --threads 0:8191 --seed 1 --mode count
	refused 2 'not on node 1023' churn --threads "1023:${cpus[0]}" --seed 1 --mode count
	refused 2 'latency' calibrate --threads "$first" --seed 1 --mode latency
}

# CPUs and nodes that only another machine has are no fault of the arguments; nothing is printed.
test_dry_run() {
	local elsewhere=(--threads 0:0,7:8191 --seed 1 --mode count --dry-run)
	local printed
	printed=$("$(program glibc)" churn "${elsewhere[@]}" --sizes uniform:1-9 2>&1) || failed "a dry run is refused: $printed"
	[ -z "$printed" ] || failed "a dry run prints: $printed"
	refused 2 'uniform:9-1' churn "${elsewhere[@]}" --sizes uniform:9-1
	refused 2 '--home' mutex "${elsewhere[@]}" --home 2
	refused 2 '--early' threads "${elsewhere[@]}" --early 4096 --depth 1
}

test_wrong_arguments
test_dry_run

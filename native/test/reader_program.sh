# A program whose orchestrator has died without sending it a signal. Read by program_test.sh.

test_reader() {
	local status
	# Its reader ends before the program begins.
	status=$({ {
		sleep 0.3
		"$(program musl)" churn --threads "$first" --seed 7 --mode count --samples 1 --warmup 0 --operations 200 2>"$out/stderr"
		echo $? >&3
	} | true; } 3>&1)
	[ "$status" = 1 ] || failed "exit $status, not 1, where nobody reads"
	grep -q 'nobody reads' "$out/stderr" || failed "that nobody reads is not told"
}

test_reader

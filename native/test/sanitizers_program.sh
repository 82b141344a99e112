# The whole program under the sanitizers. Read by program_test.sh.

# Every workload in every mode under the sanitizers; their allocators are not known ones.
test_sanitizers() {
	local variant workload mode
	for variant in address thread; do
		prefix=
		[ $variant = thread ] && prefix=$without_randomisation
		for workload in $(describe "console.log(workloads.map((w) => w.name).join(' '))"); do
			for mode in $(modes_of "$workload"); do
				local threads=${pair:-$first}
				[ "$workload" = handover ] && threads=${pair:+producer=${pair/,/,consumer=}}
				[ -z "$threads" ] && continue
				check_of "$out/$variant/numa-bench-$variant" "$mode" "$workload" \
					--threads "$threads" --seed 7 --operations 20 --samples 2 >/dev/null
			done
		done
	done
	prefix=
}

test_sanitizers

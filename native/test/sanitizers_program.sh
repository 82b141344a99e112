# The whole program under the sanitizers. Read by program_test.sh.

# threads_for <workload>: the first two CPUs, with its two roles where it has two; empty where it needs two CPUs and there is one.
threads_for() {
	local roles
	roles=($(describe "console.log(workloads.find((w) => w.name === '$1').roles.join(' '))"))
	if [ ${#roles[@]} -lt 2 ]; then
		echo "${pair:-$first}"
	else
		echo "${pair:+${roles[0]}=${pair/,/,${roles[1]}=}}"
	fi
}

# Every workload in every mode under the sanitizers; their allocators are not known ones.
test_sanitizers() {
	local variant workload mode
	for variant in address thread; do
		prefix=
		[ $variant = thread ] && prefix=$without_randomisation
		for workload in $(describe "console.log(workloads.map((w) => w.name).join(' '))"); do
			for mode in $(modes_of "$workload"); do
				local threads
				threads=$(threads_for "$workload")
				[ -z "$threads" ] && continue
				# Its tests say themselves how much they do; classic_program.sh runs them all.
				[ "$workload" = classic ] && continue
				check_of "$out/$variant/numa-bench-$variant" "$mode" "$workload" \
					--threads "$threads" --seed 7 --operations 20 --samples 2 >/dev/null
			done
		done
	done
	prefix=
}

test_sanitizers

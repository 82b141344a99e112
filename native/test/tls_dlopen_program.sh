# tls-dlopen from outside: a static program says that it cannot, dynamic ones do the same work, and a module that gives all
# threads the same storage is found. Read by program_test.sh.
. test/same_work.sh
. test/broken_locks.sh

all_storage_lies_somewhere() {
	check_line placement '
		want("lines", found.map((line) => line.subject).join(), "tls-initialised,tls-zeroed");
		for (const { bytes, objects } of found) {
			want("objects", objects, 2);
			want("bytes", sum(bytes), 2 * 10000);
		}
	' "$(program "$1")" tls-dlopen --threads "$pair" --operations 3 --bytes 10000 --when "$2"
}

# A copy of the program beside a module without thread-local storage.
test_shared_storage() {
	mkdir -p "$out/shared-storage" && cp "$(program glibc)" "$out/shared-storage/program"
	sed 's/_Thread_local//' workloads/tls-dlopen/module/tls-module.c |
		gcc -std=c11 -fPIC -shared -Iworkloads/tls-dlopen/module -o "$out/shared-storage/numa-bench-tls.so" -x c - ||
		{ failed 'a module without thread-local storage does not compile'; return; }
	"$out/shared-storage/program" tls-dlopen --threads "$pair" --seed 7 --mode count >"$out/stdout" 2>"$out/stderr"
	[ $? -eq 1 ] || failed 'threads that share their storage go unnoticed'
	grep -q '"end"' "$out/stdout" && failed 'a trial with shared storage prints an end'
	rm "$out/shared-storage/numa-bench-tls.so"
	"$out/shared-storage/program" tls-dlopen --threads "$pair" --seed 7 --mode count >"$out/stdout" 2>"$out/stderr"
	[ $? -eq 77 ] || failed 'a program without its module does not exit 77'
}

test_tls_dlopen() {
	local target all_targets=("${targets[@]}") targets=()
	[ -n "$pair" ] || return
	for target in glibc-static "${all_targets[@]}"; do
		case $target in
		musl | glibc-static)
			"$(program "$target")" tls-dlopen --threads "$pair" --seed 7 --mode count >"$out/stdout" 2>"$out/stderr"
			[ $? -eq 77 ] || failed "static $target does not exit 77: $(cat "$out/stderr")"
			;;
		*)
			targets+=("$target")
			all_storage_lies_somewhere "$target" threads-exist
			all_storage_lies_somewhere "$target" before-threads
			;;
		esac
	done
	same_check_in count tls-dlopen --threads "$pair" --seed 7 --operations 3
	same_check_in count tls-dlopen --threads "$pair" --seed 7 --operations 3 --when before-threads --bytes 5000
	seeds_differ tls-dlopen --threads "$pair" --operations 3
	test_shared_storage
}

test_tls_dlopen

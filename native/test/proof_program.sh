# What programs prove of their allocator, above all those that are labelled or linked to mislead. Read by program_test.sh.

# proves <name> <object> <settings> command…: that, of all blocks when the allocator is known, and the same twice.
proves() {
	local wanted="$1 $2 $3" seen
	shift 3
	"$@" --about >"$out/stdout" 2>/dev/null || failed "exit $?: $* --about"
	"$@" --about 2>/dev/null | cmp -s - "$out/stdout" || failed "two proofs differ: $*"
	seen=$(node -e '
		const { name, object, ownership, settings } = JSON.parse(require("fs").readFileSync(0, "utf8")).allocator;
		if (name !== "unknown" && !/ 8 of 8 blocks$/.test(ownership)) throw new Error(ownership);
		console.log(name, object, JSON.stringify(settings));' <"$out/stdout")
	[ "$seen" = "$wanted" ] || failed "proves '$seen', not '$wanted': $*"
}

# can_link <library>
can_link() {
	echo 'int main(void){return 0;}' | gcc -x c - "-l$1" -o "$out/probe" 2>/dev/null
}

# stub <file> flags…: a shared library of a C file in test/.
stub() {
	local name=$1
	shift
	gcc -O2 -shared -fPIC -fno-builtin "$@" -o "$out/$name.so" || failed "cannot build $name.so"
}

# link_again <target> <name> <compiler> <flags> <libraries>: a target's objects once more, with other libraries behind them.
link_again() {
	local objects
	objects=$(find "$out/targets/$1/objects" -name '*.o')
	# shellcheck disable=SC2086
	$3 $4 -pthread -o "$out/$2" $objects $5 || failed "cannot link $2"
}

usual='{"threadArena":"own","tcache":"on"}'

test_glibc_proofs() {
	local glibc
	glibc=$(program glibc)
	proves glibc libc.so.6 "$usual" "$glibc"
	proves glibc program "$usual" "$(program glibc-static)"
	# There a function's address can be that of a jump in the program.
	build glibc-no-pie 'gcc -fno-pie' -no-pie '' &&
		proves glibc libc.so.6 "$usual" "$(program glibc-no-pie)"
	proves glibc libc.so.6 '{"threadArena":"main","tcache":"on"}' env GLIBC_TUNABLES=glibc.malloc.arena_max=1 "$glibc"
	proves glibc libc.so.6 '{"threadArena":"own","tcache":"off"}' env GLIBC_TUNABLES=glibc.malloc.tcache_count=0 "$glibc"
	# Without fast bins too, where a free block shows elsewhere.
	proves glibc libc.so.6 '{"threadArena":"main","tcache":"off"}' \
		env GLIBC_TUNABLES=glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0:glibc.malloc.arena_max=1 "$glibc"
}

test_wrappers() {
	stub forward_malloc test/preload/forward-malloc.c -Wl,-soname,forward_malloc.so
	link_again glibc glibc-forward gcc '' "-L$out -l:forward_malloc.so"
	proves glibc forward_malloc.so "$usual" env "LD_LIBRARY_PATH=$out" "$out/glibc-forward"
	stub count_malloc test/preload/count-malloc.c
	proves glibc 'mixed: count_malloc.so, libc.so.6' "$usual" env "LD_PRELOAD=$out/count_malloc.so" "$(program glibc)"
	stub header_malloc test/preload/header-malloc.c
	proves unknown header_malloc.so '{}' env "LD_PRELOAD=$out/header_malloc.so" "$(program glibc)"
	command -v musl-gcc >/dev/null || return
	musl-gcc -O2 -fno-builtin -c -o "$out/header_malloc.o" test/preload/header-malloc.c || failed 'header_malloc.o'
	link_again musl musl-header musl-gcc -static "$out/header_malloc.o"
	proves unknown program '{}' "$out/musl-header"
}

# Interfaces without the allocator behind malloc.
test_false_claims() {
	local counts
	for counts in 0 1; do
		stub claim_mimalloc$counts -DCOUNTS=$counts test/preload/claim-mimalloc.c
		proves glibc libc.so.6 "$usual" env "LD_PRELOAD=$out/claim_mimalloc$counts.so" "$(program glibc)"
		command -v musl-gcc >/dev/null || continue
		musl-gcc -O2 -DCOUNTS=$counts -c -o "$out/claim_mimalloc.o" test/preload/claim-mimalloc.c || failed 'claim_mimalloc.o'
		link_again musl musl-claim musl-gcc -static "$out/claim_mimalloc.o"
		proves mallocng program '{}' "$out/musl-claim"
	done
}

# test_library <allocator> <library> <object> <settings>: linked, linked behind libc, preloaded under static musl.
test_library() {
	local allocator=$1 library=$2 object=$3 settings=$4
	if ! can_link "$library"; then
		echo "not tested: the proof of $allocator (lib$library is missing)"
		return
	fi
	link_again glibc "with-$allocator" gcc '' "-l$library"
	proves "$allocator" "$object" "$settings" "$out/with-$allocator"
	link_again glibc "libc-before-$allocator" gcc -Wl,--no-as-needed "-lc -l$library"
	proves glibc libc.so.6 "$usual" "$out/libc-before-$allocator"
	command -v musl-gcc >/dev/null &&
		proves mallocng program '{}' env "LD_PRELOAD=$object" "$(program musl)"
}

# jemalloc takes its arenas by CPU only where a process may run on every CPU, and says on stderr when it does not.
test_percpu_arena() {
	local jemalloc=$out/with-jemalloc
	if [ ${#cpus[@]} -lt 2 ] || [ ${#cpus[@]} -ne "$(getconf _NPROCESSORS_CONF)" ]; then
		echo 'not tested: percpu_arena of jemalloc (it needs two CPUs, and to be allowed on all)'
		return
	fi
	proves jemalloc libjemalloc.so.2 '{"percpu_arena":"percpu"}' env MALLOC_CONF=percpu_arena:percpu "$jemalloc"
	proves jemalloc libjemalloc.so.2 '{"percpu_arena":"disabled"}' \
		env MALLOC_CONF=percpu_arena:percpu taskset -c "${cpus[0]}" "$jemalloc"
}

test_glibc_proofs
test_wrappers
test_false_claims
if command -v musl-gcc >/dev/null; then
	proves mallocng program '{}' "$(program musl)"
	proves mallocng "ld-musl-$(uname -m).so.1" '{}' "$(program musl-dynamic)"
fi
test_library jemalloc jemalloc libjemalloc.so.2 '{"percpu_arena":"disabled"}'
test_library mimalloc mimalloc libmimalloc.so.2 '{}'
test_library tcmalloc tcmalloc_minimal libtcmalloc_minimal.so.4 '{}'
can_link jemalloc && test_percpu_arena

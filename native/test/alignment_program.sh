# Our loops lie alike in every target: an empty one across two cache lines takes half as long again. Read by program_test.sh.

# crossing <objects folder>: how many loops of at most 16 bytes that call nothing there are, as think time is, and which of them
# lie across two lines of 64 bytes.
crossing() {
	objdump -d --no-show-raw-insn "$1"/harness/*.o "$1"/workloads/*/*.o | node -e '
		let place = "", calls = 0, loops = 0;
		const crossing = [];
		for (const line of require("fs").readFileSync(0, "utf8").split("\n")) {
			const [, name] = /^[0-9a-f]+ <(.+)>:/.exec(line) ?? [];
			if (name) place = name;
			const [, at, operation, to] = /^ *([0-9a-f]+):\s+(\S+)(?: +([0-9a-f]+) <)?/.exec(line) ?? [];
			if (operation === "call") calls = parseInt(at, 16);
			if (!to || !/^j(?!mp)/.test(operation)) continue;
			const [begin, end] = [parseInt(to, 16), parseInt(at, 16)];
			if (begin > end || end - begin > 16 || (calls >= begin && calls <= end)) continue;
			loops += 1;
			// The jump itself takes two bytes.
			if (begin >> 6 !== (end + 1) >> 6) crossing.push(place);
		}
		console.log(loops, crossing.join(" "));'
}

lies_alike() {
	local loops crossing address
	read -r loops crossing < <(crossing "$out/targets/$1/objects")
	[ "${loops:-0}" -gt 50 ] || failed "only ${loops:-0} short loops in $1"
	[ -z "$crossing" ] || failed "a loop crosses a cache line in $1: $crossing"
	# And the link has not moved them.
	address=$(nm "$(program "$1")" | awk '$3 == "mutex_contend" {print $1}')
	[ $((0x$address % 64)) -eq 0 ] || failed "functions of $1 do not begin at a cache line"
}

test_alignment() {
	local target
	for target in "${targets[@]}"; do
		lies_alike "$target"
	done
}

test_alignment

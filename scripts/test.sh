#!/usr/bin/env bash
# npm test: sets up, runs every check and every test, names what was skipped, and ends with the line `N passed, N failed` over
# all of them. Exit 0 only when nothing failed and every runner ran something. With CI set a skipped test counts as failed: there
# everything that a test needs is to be installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Set-up stops the script itself, with its own words, when something must be installed by hand.
bash scripts/setup.sh tests

# shellcheck source=scripts/packages.sh
source scripts/packages.sh

[ -t 1 ] || export NO_COLOR=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
total_passed=0
total_failed=0
rows=()
: >"$folder/skipped"

# runner NAME COUNTER COMMAND…: runs the command, then COUNTER LOG, which sets $passed and $failed and appends a line to the file
# `skipped` for each test that did not run. A failure that no counted test accounts for, and a runner without a test, count as one failed.
runner() {
	local name=$1 counter=$2 log=$folder/log status=0 started=$SECONDS passed=0 failed=0 note='' skipped
	skipped=$(wc -l <"$folder/skipped")
	shift 2
	printf '\n== %s\n' "$name"
	"$@" 2>&1 | tee "$log" || status=$?
	"$counter" "$log"
	if [ "$failed" -eq 0 ]; then
		if [ "$status" -ne 0 ]; then
			failed=1
			note="exit $status"
		elif [ "$passed" -eq 0 ]; then
			failed=1
			note='ran no test'
		fi
	fi
	skipped=$(($(wc -l <"$folder/skipped") - skipped))
	total_passed=$((total_passed + passed))
	total_failed=$((total_failed + failed))
	rows+=("$(printf '%-12s %6d passed %4d failed %4d skipped %5d s  %s' \
		"$name" "$passed" "$failed" "$skipped" $((SECONDS - started)) "$note")")
}

# A check is one test: its exit code says all.
count_check() {
	[ "$status" -ne 0 ] || passed=1
}

# C tests print `ok …` or `not ok …` per test.
count_ok_lines() {
	passed=$(grep -c '^ok ' "$1" || true)
	failed=$(grep -c '^not ok ' "$1" || true)
}

# Cargo has no stable report but this line per test program: `test result: ok. 8 passed; 0 failed; …`.
count_cargo() {
	read -r passed failed < <(awk '/^test result: / { p += $4; f += $6 } END { print p + 0, f + 0 }' "$1")
	sed -n 's/^test \(.*\) \.\.\. ignored.*/Rust: \1/p' "$1" >>"$folder/skipped"
}

# A file that cannot be loaded is a failed suite without a test.
count_vitest() {
	read -r passed failed < <(node -e '
		const { appendFileSync, readFileSync } = require("node:fs");
		const [report, skipped] = [JSON.parse(readFileSync(process.argv[1], "utf8")), process.argv[2]];
		const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
		console.log(report.numPassedTests, report.numFailedTests + unloaded.length);
		for (const { name, assertionResults } of report.testResults)
			for (const { status, fullName } of assertionResults)
				if (status !== "passed" && status !== "failed")
					appendFileSync(skipped, `${name.replace(`${process.cwd()}/`, "")}: ${fullName.replaceAll("\n", " ")}\n`);
	' "$folder/vitest.json" "$folder/skipped" || echo 0 0)
	rm -f "$folder/vitest.json"
}

run_vitest() {
	node_modules/.bin/vitest run --project "$1" --reporter=default --reporter=json --outputFile.json="$folder/vitest.json"
}

run_c_tests() {
	make -s -C native test && make -s -C native/vm test
}

runner 'check' count_check npm --silent run check
runner 'C' count_ok_lines run_c_tests
if has_recent_cargo; then
	runner 'Rust' count_cargo cargo test --manifest-path native/Cargo.toml --package numa-lab-sys --lib --locked
else
	echo 'all tests of Rust: no recent cargo' >>"$folder/skipped"
fi
runner 'unit' count_vitest run_vitest unit
runner 'browser' count_vitest run_vitest browser
runner 'build' count_vitest run_vitest build
runner 'guest' count_vitest run_vitest vm

printf '\n== Summary\n'
printf '%s\n' "${rows[@]}"
if [ -s "$folder/skipped" ]; then
	printf '\nSkipped, because this machine lacks what they need:\n'
	sed 's/^/  /' "$folder/skipped"
	[ "${CI:-}" != true ] || total_failed=$((total_failed + $(wc -l <"$folder/skipped")))
fi
printf '\n%d passed, %d failed\n' "$total_passed" "$total_failed"
[ "$total_failed" -eq 0 ]

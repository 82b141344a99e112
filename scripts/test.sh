#!/usr/bin/env bash
# npm test: sets up, runs every check and every test, and ends with the line `N passed, N failed` over all of them.
# Exit 0 only when nothing failed and every runner ran something.
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
total_skipped=0
rows=()

# runner NAME COUNTER COMMAND…: runs the command, then COUNTER LOG STATUS, which sets $passed, $failed and $skipped. A failure that no
# counted test accounts for, and a runner without a test, count as one failed.
runner() {
	local name=$1 counter=$2 log=$folder/log status=0 started=$SECONDS passed=0 failed=0 skipped=0 note=''
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
	total_passed=$((total_passed + passed))
	total_failed=$((total_failed + failed))
	total_skipped=$((total_skipped + skipped))
	[ "$skipped" -eq 0 ] || note="$skipped skipped${note:+, $note}"
	rows+=("$(printf '%-12s %6d passed %4d failed %5d s  %s' "$name" "$passed" "$failed" $((SECONDS - started)) "$note")")
}

# A check is one test: its exit code says all.
count_check() {
	[ "$status" -ne 0 ] || passed=1
}

# C tests print `ok …`, `not ok …` or `skip …` per test.
count_ok_lines() {
	skipped=$(grep -c '^skip ' "$1" || true)
	passed=$(grep -c '^ok ' "$1" || true)
	failed=$(grep -c '^not ok ' "$1" || true)
}

# Cargo has no stable report but this line per test program: `test result: ok. 8 passed; 0 failed; …`.
count_cargo() {
	read -r passed failed < <(awk '/^test result: / { p += $4; f += $6 } END { print p + 0, f + 0 }' "$1")
}

# A file that cannot be loaded is a failed suite without a test.
count_vitest() {
	read -r passed failed skipped < <(node -e '
		const { readFileSync } = require("node:fs");
		const report = JSON.parse(readFileSync(process.argv[1], "utf8"));
		const tests = report.testResults.flatMap((file) => file.assertionResults);
		for (const test of tests) if (test.status === "skipped" || test.status === "pending") console.error(`skip - ${test.fullName}`);
		const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
		console.log(report.numPassedTests, report.numFailedTests + unloaded.length, report.numPendingTests);
	' "$folder/vitest.json" || echo 0 0 0)
	rm -f "$folder/vitest.json"
}

run_vitest() {
	node_modules/.bin/vitest run --project "$1" --reporter=default --reporter=json --outputFile.json="$folder/vitest.json"
}

run_c_tests() {
	make -s -C native test-units && make -s -C native/guest test
}

runner 'check' count_check npm --silent run check
runner 'C' count_ok_lines run_c_tests
runner 'program' count_vitest run_vitest program
if has_recent_cargo; then
	runner 'Rust' count_cargo cargo test --manifest-path native/Cargo.toml --package numa-lab-sys --lib --locked
else
	rows+=('Rust         not tested: no recent cargo')
fi
runner 'unit' count_vitest run_vitest unit
runner 'browser' count_vitest run_vitest browser
runner 'build' count_vitest run_vitest build
runner 'guest' count_vitest run_vitest vm

printf '\n== Summary\n'
printf '%s\n' "${rows[@]}"
[ "$total_skipped" -eq 0 ] || printf '\n%d skipped: this machine lacks what they need\n' "$total_skipped"
printf '\n%d passed, %d failed\n' "$total_passed" "$total_failed"
[ "$total_failed" -eq 0 ]

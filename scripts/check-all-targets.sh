#!/usr/bin/env bash
# Builds every target of the table from an empty cache, checks each against the standards, and says how long that took. Too long for
# the tests of every day; run it before a release or after a change of the recipes.
#
#   check-all-targets.sh [CACHE]      default: a new folder in /tmp, removed afterwards
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ $# -gt 0 ]; then
	NUMA_LAB_CACHE=$1
else
	NUMA_LAB_CACHE=$(mktemp -d)
	trap 'rm -rf "$NUMA_LAB_CACHE"' EXIT
fi
export NUMA_LAB_CACHE

timed() {
	local started=$SECONDS status=0
	"$@" || status=$?
	echo "$((SECONDS - started)) s: $*" >&2
	return "$status"
}

npm run -s build
lab=(node dist/bench/cli.js)
timed "${lab[@]}" targets build default
timed "${lab[@]}" targets build all
timed "${lab[@]}" targets build all >/dev/null
timed "${lab[@]}" targets check all

#!/usr/bin/env bash
# npm start: set up what is missing, then run. Without flags the quick preset; `npm start -- FLAG…` hands the flags to `run`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh start

lab=(node dist/bench/cli.js)
if [ $# -gt 0 ]; then
	exec "${lab[@]}" run "$@"
fi

status=0
"${lab[@]}" run --quick --nodes 0,1 || status=$?
cat <<'NEXT'

The default run has enough blocks for confidence intervals and takes about 14 minutes:
  npm start -- --nodes 0,1
NEXT
exit "$status"

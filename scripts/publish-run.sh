#!/usr/bin/env bash
# Copies a run to where it is published: its plan, environment and packed records, a report made from the copy, and the sums of all.
#
#   publish-run.sh RUN-DIRECTORY NAME [FOLDER]      default folder: results/published
#
# With the published directory itself as RUN-DIRECTORY it makes report and sums again.
set -euo pipefail

if [ $# -lt 2 ] || [ $# -gt 3 ]; then
	echo "usage: $0 RUN-DIRECTORY NAME [FOLDER]" >&2
	exit 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
run=$1
published=${3:-$root/results/published}/$2

case $2 in
'' | .* | *[!A-Za-z0-9._-]*)
	echo "publish-run: '$2' is no name for a folder; use letters, digits and .-_" >&2
	exit 2
	;;
esac
for file in plan.json environment.json; do
	if [ ! -f "$run/$file" ]; then
		echo "publish-run: $run is no run directory: it has no $file" >&2
		exit 2
	fi
done

mkdir -p "$published"
if ! [ "$run" -ef "$published" ]; then
	cp "$run/plan.json" "$run/environment.json" "$published/"
	# There where the plan's own rule ended a section before its last block, and where the run was resumed.
	for optional in stops.json resumes.json; do
		if [ -f "$run/$optional" ]; then cp "$run/$optional" "$published/"; fi
	done
	# Without name and time in its header the same records are the same file.
	if [ -f "$run/trials.ndjson" ]; then
		gzip -9 -n -c "$run/trials.ndjson" >"$published/trials.ndjson.gz"
	else
		cp "$run/trials.ndjson.gz" "$published/"
	fi
fi
# The report names the folder it was made from, so that it must be made from the copy.
node "$root/dist/bench/cli.js" report --format full "$published" >"$published/report.txt"
cd "$published"
sums=(plan.json environment.json trials.ndjson.gz report.txt)
for optional in stops.json resumes.json; do
	if [ -f "$optional" ]; then sums+=("$optional"); fi
done
sha256sum "${sums[@]}" >SHA256SUMS
echo "published in $published: $(du -sh . | cut -f1)"

# shellcheck shell=bash
# Steps of the set-up, one line each with its time, on stderr: stdout belongs to the data of the run that follows.
# Source this file, then:
#
#   step NAME FUNCTION [ARGUMENT…]   run the function; exit 2 stops with the line it told, any other failure with its log
#   tell TEXT                        inside a step: what was found or done, shown at the end of its line

step_folder=$(mktemp -d)
trap 'rm -rf "$step_folder"' EXIT

tell() {
	echo "$*" >&3
}

# Microseconds; some locales write the seconds with a comma.
now_us() {
	echo "${EPOCHREALTIME//[.,]/}"
}

step() {
	local name=$1 started status elapsed
	shift
	printf '  %-14s' "$name" >&2
	started=$(now_us)
	# Not in a condition: there bash would ignore the subshell's own `set -e`.
	set +e
	(
		set -e
		"$@"
	) 3>"$step_folder/told" >"$step_folder/log" 2>&1
	status=$?
	set -e
	elapsed=$((($(now_us) - started) / 100000))
	printf '%4d.%d s  %s\n' $((elapsed / 10)) $((elapsed % 10)) "$(paste -s -d ' ' "$step_folder/told")" >&2
	[ "$status" -eq 0 ] && return
	if [ "$status" -ne 2 ]; then
		echo "set-up failed at '$name' (exit $status); its last lines:" >&2
		tail -n 15 "$step_folder/log" >&2
	fi
	exit "$status"
}

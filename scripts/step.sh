# shellcheck shell=bash
# Steps of the set-up, one line each with its time, on stderr: stdout belongs to the data of the run that follows.
# Source this file, then:
#
#   step NAME FUNCTION [ARGUMENT…]   run the function; when it fails, say why and stop
#   report TEXT                      inside a step: what was found or done, shown at the end of its line
#   give_up TEXT                     inside a step: what must be done by hand; ends the step
#
# Exit 2: a step gave up, and its reason is the last line. Exit 1: a step failed in any other way, whatever its own status
# was; then the last lines of its output and the path of the whole are the last lines. A status alone explains nothing:
# compilers and make end with 2 as well.

step_folder=$(mktemp -d)
trap 'rm -rf "$step_folder"' EXIT

report() {
	echo "$*" >&3
}

# No other program ends with it; with the reason beside it, nothing else is taken for giving up.
given_up=113

give_up() {
	echo "$*" >"$step_folder/reason"
	exit "$given_up"
}

# Microseconds; some locales write the seconds with a comma.
now_us() {
	echo "${EPOCHREALTIME//[.,]/}"
}

# The folder of the steps ends with the script; the log of a failure must not.
keep_log() {
	local kept
	kept=$(mktemp "${TMPDIR:-/tmp}/numa-lab-setup-XXXXXX.log") && cp "$step_folder/log" "$kept" && echo "$kept"
}

explain_failure() {
	local name=$1 status=$2 how kept
	how="exit $status"
	[ "$status" -le 128 ] || how="signal $(kill -l "$status" 2>/dev/null || echo $((status - 128)))"
	kept=$(keep_log) || kept='nowhere: the log could not be written'
	echo "set-up failed at '$name' ($how); its last lines:" >&2
	if [ -s "$step_folder/log" ]; then tail -n 15 "$step_folder/log" >&2; else echo '(it printed nothing)' >&2; fi
	echo "the whole log: $kept" >&2
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
	) 3>"$step_folder/report" >"$step_folder/log" 2>&1
	status=$?
	set -e
	elapsed=$((($(now_us) - started) / 100000))
	printf '%4d.%d s  %s\n' $((elapsed / 10)) $((elapsed % 10)) "$(paste -s -d ' ' "$step_folder/report")" >&2
	[ "$status" -eq 0 ] && return
	if [ "$status" -eq "$given_up" ] && [ -s "$step_folder/reason" ]; then
		cat "$step_folder/reason" >&2
		exit 2
	fi
	explain_failure "$name" "$status"
	exit 1
}

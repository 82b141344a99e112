#!/usr/bin/env bash
# Runs the README's commands as a newcomer would: in a minimal Debian that has only git, Node and npm, from a fresh clone of this
# working tree's HEAD. A machine on which the tests have run hides what `npm start` lacks; only a bare one shows it.
#
#   check-bare-machine.sh [bookworm|trixie] [--root-only] [--tests]      as root; default: this machine's own release
#
# As root, as a user with sudo, and as one without, who must be shown the line for root; and once with a package taken out of the
# list for `npm start`, which must be noticed; --root-only leaves out all but root. --tests runs `npm test` too, as root. Prints `ok` or `not ok` for each; exit 1 when
# one is not ok, 2 when no root can be made. Leaves nothing behind but, where something failed, the output in the folder it names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# shellcheck source=scripts/private-apt.sh
source scripts/private-apt.sh
# shellcheck source=scripts/bare-root.sh
source scripts/bare-root.sh

cannot() {
	echo "check-bare-machine: $1" >&2
	exit 2
}

release=
with_tests=
root_only=
for argument in "$@"; do
	case $argument in
	bookworm | trixie) release=$argument ;;
	--root-only) root_only=yes ;;
	--tests) with_tests=yes ;;
	*) cannot "not a release or an option: '$argument'; use bookworm or trixie, --root-only and --tests" ;;
	esac
done
release=${release:-$(own_codename)}

[ "$(id -u)" -eq 0 ] || cannot 'making a root needs root: run it as root'
for tool in debootstrap unshare git node npm apt-get; do
	command -v "$tool" >/dev/null || cannot "$tool is missing; install it: apt-get install -y --no-install-recommends debootstrap util-linux git nodejs npm"
done
[ -e "/usr/share/debootstrap/scripts/$release" ] || cannot "this debootstrap does not know the release '$release'"

# Of checks that were killed; the lock tells whose owner still lives.
remove_leftovers() {
	local folder
	for folder in "${TMPDIR:-/var/tmp}"/numa-lab-bare-*; do
		[ -d "$folder" ] || continue
		(exec 7<"$folder" && flock -n 7 && rm -rf --one-file-system "$folder") || true
	done
}
remove_leftovers

work=$(mktemp -d "${TMPDIR:-/var/tmp}/numa-lab-bare-XXXXXX")
output=$(mktemp -d "${TMPDIR:-/tmp}/numa-lab-bare-output-XXXXXX")
exec 7<"$work"
flock 7
passed=0
failed=0

end() {
	# Of a root that somebody stopped.
	# shellcheck disable=SC2046 # one word per job
	kill -KILL $(jobs -p) 2>/dev/null || true
	wait
	rm -rf --one-file-system "$work"
	[ "$failed" -gt 0 ] || rm -rf "$output"
}
trap end EXIT
trap 'exit 130' INT TERM

# The three lines below "## Two commands", without their comments.
readme_command() {
	awk '/^## Two commands/ { found = 1 } found && /^```sh/ { inside = 1; next } inside && /^```/ { exit } inside' README.md |
		sed -n "$1p" | sed -E 's/ +#.*//'
}
clone_line=$(readme_command 1)
start_line=$(readme_command 2)
test_line=$(readme_command 3)
[[ $clone_line == "git clone <this repository> numa-lab && cd numa-lab" && $start_line == "npm start" && $test_line == "npm test" ]] ||
	cannot "README.md does not show the three commands that are checked: '$clone_line', '$start_line', '$test_line'"

# A root of its own for each newcomer, as bare as the first. The first line of the README is run at once.
prepare() {
	local user=$1
	root=$work/$2
	cp -a "$work/bare" "$root"
	git clone -q --bare --no-hardlinks . "$root/srv/numa-lab"
	chroot "$root" chown -R "$user:" /srv/numa-lab
	run_in_root "$root" "$user" "${clone_line/<this repository>//srv/numa-lab}" >"$output/$2-clone.txt" 2>&1
}

# attempt NAME USER COMMAND: runs it in the clone; sets $status, and $log to what it printed on both.
attempt() {
	log=$output/$1.txt
	status=0
	run_in_root "$root" "$2" "cd numa-lab && $3" >"$log" 2>&1 || status=$?
}

# judge NAME CONDITION…: the condition decides.
judge() {
	local name="$release: $1"
	shift
	if "$@"; then
		passed=$((passed + 1))
		echo "ok $name"
	else
		failed=$((failed + 1))
		# They go with the root, and are all that is left of a guest that did not answer.
		find "$root" -path '*/results/runs/*/guest-console.log' -exec cp --backup=numbered -t "$output" {} + || true
		echo "not ok $name (exit $status); the end of $log:"
		tail -n 20 "$log" | sed 's/^/    /'
	fi
}

# A run that came to its end has its report beside its records.
has_summary() {
	[ "$status" -eq 0 ] && grep -q '^No claim is made' "$log" && compgen -G "$root$1/numa-lab/results/runs/*/report.html" >/dev/null
}

# Seconds of all set-up steps, in tenths: lines like `  packages         0.3 s  all there`.
set_up_tenths() {
	grep -oE '^  [A-Za-z ]+ +[0-9]+\.[0-9] s ' "$log" | awk '{ sum += $(NF - 1) * 10 } END { print int(sum + 0.5) }'
}

has_summary_and_was_quick() {
	has_summary "$1" && [ "$(set_up_tenths)" -le 30 ]
}

asks_for_root() {
	[ "$status" -eq 2 ] && root_line=$(sed -n 's/^run this as root, then start again: //p' "$log") && [ -n "$root_line" ]
}

check_as_root() {
	prepare root root
	attempt root-start root "$start_line"
	judge 'npm start as root comes to its summary' has_summary /root
	attempt root-start-again root "$start_line"
	judge 'npm start again sets up within 3 s' has_summary_and_was_quick /root
	if [ -n "$with_tests" ]; then
		attempt root-test root "$test_line"
		judge "npm test as root: $(tail -n 1 "$log")" [ "$status" -eq 0 ]
	fi
	rm -rf --one-file-system "$root"
}

check_without_sudo() {
	prepare newcomer user
	attempt user-start newcomer "$start_line"
	judge 'npm start without root or sudo shows the line to run as root' asks_for_root
	run_in_root "$root" root "${root_line:-false}" >"$output/user-root-line.txt" 2>&1 || true
	attempt user-start-again newcomer "$start_line"
	judge 'npm start as that user, after the line was run, comes to its summary' has_summary /home/newcomer
	rm -rf --one-file-system "$root"
}

check_with_sudo() {
	prepare newcomer sudo
	run_in_root "$root" root "apt-get update -q && apt-get install -y -q --no-install-recommends sudo && rm -rf /var/lib/apt/lists/* &&
		echo 'newcomer ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/newcomer" >"$output/sudo.txt" 2>&1
	attempt sudo-start newcomer "$start_line"
	judge 'npm start with sudo comes to its summary' has_summary /home/newcomer
	rm -rf --one-file-system "$root"
}

# The check itself must be able to fail: a compiler that only the tests ask for is missed by `npm start`.
check_the_check() {
	prepare root without-compiler
	sed -i -E '/^\s+gcc +gcc$/d' "$root/root/numa-lab/scripts/packages.sh"
	attempt without-compiler root "$start_line"
	judge 'a package that is missing in the list of npm start is noticed' notices_missing_compiler
	rm -rf --one-file-system "$root"
}

notices_missing_compiler() {
	[ "$status" -ne 0 ] && ! [ -e "$root/usr/bin/gcc" ]
}

echo "making a bare $release"
make_bare_root "$release" "$work/bare" >"$output/make-root.txt" 2>&1 || {
	failed=1
	tail -n 15 "$output/make-root.txt" >&2
	cannot "no bare $release could be made; the whole output: $output/make-root.txt"
}
if [ -z "$root_only" ]; then
	check_the_check
	check_without_sudo
	check_with_sudo
fi
check_as_root

echo "$release: $passed passed, $failed failed"
[ "$failed" -eq 0 ]

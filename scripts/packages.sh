# shellcheck shell=bash
# Which Debian packages the lab needs, by purpose, and how to get the missing ones. Source this file, then:
#
#   missing_packages PURPOSE…   names of the packages whose programs or files are missing
#   missing_things PURPOSE…     the programs and files themselves, for people on other distributions
#   install_packages NAME…      as root or through sudo; gives up (step.sh) with the line to run where neither works
#   has_recent_cargo            is there a cargo that can build native/?

# One line per package: its name, then what shows that it is there: programs on the PATH, or files. One of them is enough,
# so that a compiler from elsewhere also counts.
packages_of() {
	case $1 in
	build)
		cat <<-'LIST'
			make            make
			gcc             gcc
			libc6-dev       /usr/include/stdio.h
			dpkg-dev        dpkg-source
			libjemalloc-dev /usr/lib/*/libjemalloc.so /usr/lib*/libjemalloc.so
			numactl         numactl
			util-linux      setpriv
		LIST
		;;
	# What the tests, and targets beyond the default ones, take from the distribution.
	tests)
		cat <<-'LIST'
			musl-tools             musl-gcc
			libmimalloc-dev        /usr/lib/*/libmimalloc.so /usr/lib*/libmimalloc.so
			libgoogle-perftools-dev /usr/lib/*/libtcmalloc_minimal.so /usr/lib*/libtcmalloc_minimal.so
			chromium               chromium chromium-browser google-chrome
		LIST
		;;
	guest)
		cat <<-'LIST'
			qemu-system-x86 qemu-system-x86_64
		LIST
		;;
	esac
}

is_present() {
	local sign
	for sign in "$@"; do
		case $sign in
		*/*) compgen -G "$sign" >/dev/null && return ;;
		*) command -v "$sign" >/dev/null && return ;;
		esac
	done
	return 1
}

# $1: which word of the lines to print; then purposes.
list_missing() {
	local word=$1 purpose fields
	shift
	for purpose in "$@"; do
		while read -r -a fields; do
			is_present "${fields[@]:1}" || echo "${fields[$word]}"
		done < <(set -f; packages_of "$purpose")
	done
}

missing_packages() {
	list_missing 0 "$@"
}

missing_things() {
	list_missing 1 "$@"
}

can_be_root() {
	[ "$(id -u)" -eq 0 ] && return
	command -v sudo >/dev/null || return
	# Without a terminal nobody can type a password.
	[ -t 0 ] || sudo -n true 2>/dev/null
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

has_package_lists() {
	compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

install_packages() {
	if ! command -v apt-get >/dev/null; then
		give_up "not found: $(missing_things build guest | paste -s -d ' '); install them and run this again"
	fi
	if ! can_be_root; then
		give_up "run this as root, then start again: $(has_package_lists || echo 'apt-get update && ')apt-get install -y --no-install-recommends $*"
	fi
	if has_package_lists && apt_install "$@"; then return; fi
	# No package lists yet, or so old that they name files that are gone. A third-party source that does not answer is
	# no reason to stop: what counts is whether the packages can be installed.
	as_root apt-get update -q || true
	apt_install "$@"
}

# `rust-version` of native/Cargo.toml.
has_recent_cargo() {
	local wanted found
	command -v cargo >/dev/null || return
	wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' native/Cargo.toml)
	found=$(cargo --version 2>/dev/null | cut -d ' ' -f 2) || return
	[ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" = "$wanted" ]
}

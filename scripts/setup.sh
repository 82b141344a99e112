#!/usr/bin/env bash
# Makes everything a run or the tests need, and only what is missing: calling it again does nothing and needs no network.
#
#   setup.sh            for runs on this machine and in virtual machines
#   setup.sh start      for what `npm start` runs: no virtual machine where the host has two nodes
#   setup.sh tests      for `npm test`: development tools and the Rust addon too
#
# Exit 2: something must be done by hand; the last line says what. Exit 1: a step failed; its last lines and its log are named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

purpose=${1:-runs}
# shellcheck source=scripts/step.sh
source scripts/step.sh
# shellcheck source=scripts/packages.sh
source scripts/packages.sh

kernel_package=linux-image-cloud-amd64
# shellcheck source=scripts/cache-directory.sh
source scripts/cache-directory.sh

count_nodes_with_cpus() {
	cat /sys/devices/system/node/node*/cpulist 2>/dev/null | grep -c . || true
}

needs_guest() {
	[ "$purpose" != start ] || [ "$(count_nodes_with_cpus)" -lt 2 ]
}

purposes() {
	echo build
	! needs_guest || echo guest
	[ "$purpose" != tests ] || echo tests
}

check_node() {
	local version major minor
	version=$(node --version 2>/dev/null) || version=none
	IFS=. read -r major minor _ <<<"${version#v}"
	if [ "$version" = none ] || ((major < 20 || (major == 20 && minor < 19))); then
		give_up "Node $version is too old: install Node 20.19 or newer"
	fi
	report "$version"
}

install_missing() {
	local missing
	# shellcheck disable=SC2046 # one word per purpose
	mapfile -t missing < <(missing_packages $(purposes))
	if [ "${#missing[@]}" -eq 0 ]; then
		report "all there"
		return
	fi
	install_packages "${missing[@]}"
	report "installed ${missing[*]}"
}

# Rust is a convenience: whatever goes wrong here, set-up goes on without it.
install_rust() {
	if has_recent_cargo; then
		report "$(cargo --version)"
	elif command -v apt-get >/dev/null && can_be_root && (install_packages cargo-web rustc-web) && has_recent_cargo; then
		report "installed $(cargo --version)"
	else
		report "no recent cargo: going on without the Rust addon"
	fi
}

dependency_stamp=node_modules/.numa-lab-installed

# `tests` needs all of them; the development tools of someone who has them are left alone.
dependencies_wanted() {
	local extent=run
	if [ "$purpose" = tests ] || [ -e node_modules/vitest ]; then extent=all; fi
	echo "$extent $(node --version) $(sha256sum <package-lock.json)"
}

install_dependencies() {
	local wanted omit=()
	wanted=$(dependencies_wanted)
	if [ "$(cat "$dependency_stamp" 2>/dev/null)" = "$wanted" ]; then
		report "up to date"
		return
	fi
	[[ $wanted = all* ]] || omit=(--omit=dev)
	# Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms. This takes the versions of the
	# lock file as well, checks their hashes, and leaves the file as it is.
	npm install --no-save --no-audit --no-fund --loglevel=error "${omit[@]}"
	echo "$wanted" >"$dependency_stamp"
	report "installed"
}

build_typescript() {
	# Folders too: a deleted file changes only its folder.
	if [ -e dist/.built ] && [ -z "$(find bench analysis results/schema results/text scripts/bundle-page.mjs tsconfig.json tsconfig.build.json package-lock.json -newer dist/.built -print -quit)" ]; then
		report "up to date"
		return
	fi
	mkdir -p dist
	touch dist/.building
	node_modules/.bin/tsc -p tsconfig.build.json
	node scripts/bundle-page.mjs
	chmod +x dist/bench/cli.js
	# As old as the beginning: what was saved while the compiler ran counts as newer.
	mv dist/.building dist/.built
	report "built"
}

# Beyond the default targets, one from a package and one with a malloc of musl's own, so that CI builds more than runs do.
extra_targets=musl-oldmalloc,glibc+mimalloc

targets_wanted() {
	case $purpose in
	start) echo quick ;;
	tests) echo default "$extra_targets" ;;
	*) echo default ;;
	esac
}

build_targets() {
	local names failed=0
	: >"$step_folder/said" >"$step_folder/built"
	for names in $(targets_wanted); do
		node dist/bench/cli.js targets build "$names" >"$step_folder/table" 2>>"$step_folder/said" || failed=$?
		awk 'NR > 1 && $5 == "built" { print $1 }' "$step_folder/table" >>"$step_folder/built"
	done
	cat "$step_folder/said"
	report "$(paste -s -d ' ' "$step_folder/built")"
	[ "$failed" -eq 0 ] && return
	# A run goes on without a target that only its preset names, and says so; tests need all of them.
	report "$(sed -n 's/^numa-lab: //p' "$step_folder/said" | paste -s -d ';')"
	[ "$purpose" != tests ]
}

build_agent() {
	make -s -C native/guest
	report "ready"
}

build_addon() {
	local addon=native/addon/numa-lab-addon.node
	if ! [ -e node_modules/.bin/napi ] || ! has_recent_cargo; then
		report "left out: runs do not need it"
	elif [ -e "$addon" ] && [ -z "$(find native/sys native/addon native/Cargo.toml native/Cargo.lock -newer "$addon" -type f -print -quit)" ]; then
		report "up to date"
	elif node_modules/.bin/napi build --release --cwd native/addon -- --locked; then
		touch "$addon"
		report "built"
	else
		report "does not build here: going on without it"
	fi
}

fetch_kernel() {
	bash scripts/fetch-kernel.sh "$kernel_package"
	report "$kernel_package"
}

# Says what a first set-up costs before it begins; nothing when nothing is missing. Downloads in MB, measured on Debian 12
# with empty caches: 107 s for everything that `start` needs, on two busy cores.
announce() {
	local megabytes=0 minutes=0
	[ -z "$(missing_packages build)" ] || megabytes=$((megabytes + 70))
	[ -e "$cache/sources/musl-trixie/source.json" ] || megabytes=$((megabytes + 12)) minutes=1
	[ "$purpose" = start ] || compgen -G "$cache/sources/jemalloc-*/source.json" >/dev/null || megabytes=$((megabytes + 11)) minutes=3
	[ "$purpose" != tests ] || is_present chromium chromium-browser google-chrome || megabytes=$((megabytes + 110))
	[ "$purpose" != tests ] || has_recent_cargo || megabytes=$((megabytes + 170))
	if [ "$(cat "$dependency_stamp" 2>/dev/null)" != "$(dependencies_wanted)" ]; then
		if [ "$purpose" = tests ]; then megabytes=$((megabytes + 135)); else megabytes=$((megabytes + 50)); fi
	fi
	if needs_guest; then
		[ -z "$(missing_packages guest)" ] || megabytes=$((megabytes + 30))
		# shellcheck disable=SC2154 # set by cache-directory.sh
		[ -e "$cache/kernels/$kernel_package/kernel.json" ] || megabytes=$((megabytes + 40))
	fi
	[ "$megabytes" -gt 0 ] || return 0
	echo "Set-up downloads about $megabytes MB and takes about $((1 + minutes + megabytes / 150)) min on a fast line." >&2
}

# One set-up of a clone at a time; the lock ends with this process, however it ends.
if command -v flock >/dev/null; then
	exec 8<package.json
	flock -n 8 || {
		echo "waiting for another set-up of this folder" >&2
		flock 8
	}
fi

step 'Node' check_node
announce
step 'packages' install_missing
[ "$purpose" != tests ] || step 'Rust' install_rust
step 'dependencies' install_dependencies
step 'TypeScript' build_typescript
step 'targets' build_targets
step 'Rust addon' build_addon
if needs_guest; then
	step 'guest agent' build_agent
	step 'guest kernel' fetch_kernel
fi

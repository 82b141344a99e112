#!/usr/bin/env bash
# Fetches and unpacks a Debian source package into a folder; nothing is installed, no root needed, and apt's own settings
# stay as they are. apt checks the signature of the release and the sums of the package, dpkg-source checks them again.
#
#   fetch-source.sh PACKAGE RELEASE FOLDER     for example: musl trixie /tmp/musl
#
# RELEASE is a codename, or `own` for the release of this machine. The mirror is the one this machine's apt already uses.
# Result: FOLDER/tree, the source with Debian's patches, and FOLDER/version, the package's version. FOLDER must be empty.
set -euo pipefail

fail() {
	echo "$1" >&2
	exit 1
}

[ $# -eq 3 ] || fail "usage: fetch-source.sh PACKAGE RELEASE FOLDER"
package=$1
release=$2
folder=$3
[[ $package =~ ^[a-z0-9][a-z0-9.+-]+$ ]] || fail "not the name of a source package: '$package'"
[[ $release =~ ^[a-z]+$ ]] || fail "not the codename of a release: '$release'"

for tool in apt-get apt-cache dpkg-source; do
	command -v "$tool" >/dev/null || fail "$tool is missing; sources are taken from Debian's packages"
done

# shellcheck source=scripts/cache-directory.sh
source "$(dirname "${BASH_SOURCE[0]}")/cache-directory.sh"
# shellcheck source=scripts/private-apt.sh
source "$(dirname "${BASH_SOURCE[0]}")/private-apt.sh"

if [ "$release" = own ]; then
	release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release | tr -d '"')
	[ -n "$release" ] || fail "/etc/os-release does not name the codename of this system's release"
fi

# The lists of sources are 10 MB; kept, a second package does not fetch them again. One root per release, one user at a time.
# shellcheck disable=SC2154 # set by cache-directory.sh
root=$cache/apt/sources-$release
mkdir -p "$root"
exec 9>"$root/.lock"
flock 9

private_apt_open "$root"
private_apt_use_sources_of "$release" || fail "$private_apt_reason"
is_listed() {
	private_apt_cache showsrc --only-source "$package" 2>/dev/null | grep -q .
}
if ! is_listed; then
	private_apt_refresh || fail "no list of the sources of release $release came: $private_apt_reason"
	is_listed || fail "release $release has no source package '$package' ($(grep -m 1 -E '^[EW]: ' "$root/update.log" || echo 'its list came'))"
fi

# Lists that are kept grow old, and may name a version that the mirror no longer has.
mkdir -p "$folder/download"
download() {
	(cd "$folder/download" && private_apt_get source --only-source --download-only "$package") >"$folder/download.log" 2>&1
}
download || { private_apt_refresh && download; } ||
	fail "downloading the source of $package failed: $(grep -m 1 '^E: ' "$folder/download.log" || tail -n 1 "$folder/download.log")"

descriptions=("$folder"/download/*.dsc)
# It only warns that it cannot check the maintainer's own signature: few machines have those keys.
dpkg-source --require-strong-checksums --extract "${descriptions[0]}" "$folder/tree" >"$folder/unpack.log" 2>&1 ||
	fail "unpacking the source of $package failed: $(tail -n 1 "$folder/unpack.log")"
sed -n 's/^Version: //p' "${descriptions[0]}" | head -n 1 >"$folder/version"
rm -rf "$folder/download" "$folder"/*.log "$folder"/*.orig*

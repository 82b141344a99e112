#!/usr/bin/env bash
# Fetches a Debian kernel image for the virtual machine into the cache folder; nothing is installed, no root needed.
#
#   fetch-kernel.sh [PACKAGE]      default linux-image-cloud-amd64; linux-image-6.12-cloud-amd64 also works
#
# Result: CACHE/kernels/PACKAGE/{vmlinuz,kernel.json}, in place at once or not at all. A second call does nothing
# and needs no network. CACHE: $NUMA_LAB_CACHE, else $XDG_CACHE_HOME/numa-lab, else ~/.cache/numa-lab.
set -euo pipefail

package=${1:-linux-image-cloud-amd64}
# shellcheck source=scripts/cache-directory.sh
source "$(dirname "${BASH_SOURCE[0]}")/cache-directory.sh"
# shellcheck disable=SC2154 # set by cache-directory.sh
destination=$cache/kernels/$package

fail() {
	echo "fetch-kernel: $1" >&2
	exit 1
}

# The name of a package is also the name of a folder.
[[ $package =~ ^linux-image-[a-z0-9.+-]+$ ]] || fail "not the name of a kernel image package: '$package'"

# An image that a full disk or an editor damaged is fetched again.
is_whole() {
	local wanted
	wanted=$(sed -n 's/.*"sha256":"\([0-9a-f]\{64\}\)".*/\1/p' "$destination/kernel.json")
	[ -n "$wanted" ] && [ "$(sha256sum <"$destination/vmlinuz")" = "$wanted  -" ]
} 2>/dev/null

is_whole && exit 0

for tool in apt-get apt-cache dpkg-deb flock sha256sum; do
	command -v "$tool" >/dev/null || fail "$tool is missing; kernel images are taken from Debian's packages"
done

# shellcheck source=scripts/private-apt.sh
source "$(dirname "${BASH_SOURCE[0]}")/private-apt.sh"

mkdir -p "$cache/kernels" 2>/dev/null || fail "cannot write to '$cache'"
exec 9>"$cache/kernels/.lock"
if ! flock -n 9; then
	echo "fetch-kernel: another process is fetching a kernel image, waiting for it" >&2
	flock 9
	is_whole && exit 0
fi

# Left by a fetch that was killed; under the lock nobody uses them.
rm -rf "$cache/kernels"/.fetch-*
work=$(mktemp -d "$cache/kernels/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT

private_apt_open "$work/apt"
# shellcheck disable=SC2154 # set by private_apt_refresh
private_apt_refresh || fail "no package lists came from the sources in /etc/apt: $private_apt_reason"

# linux-image-cloud-amd64 and its like are empty packages that depend on the one with the image.
depends=$(private_apt_cache depends --important "$package" 2>/dev/null) ||
	fail "no package '$package' in the sources in /etc/apt"
image=$(awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }' <<<"$depends")
image=${image:-$package}

(cd "$work" && private_apt_get download "$image") >"$work/download.log" 2>&1 ||
	fail "downloading $image failed: $(tail -n 1 "$work/download.log")"
archive=("$work"/*.deb)
version=$(dpkg-deb --field "${archive[0]}" Version)
dpkg-deb --fsys-tarfile "${archive[0]}" | tar -x -C "$work" --wildcards './boot/vmlinuz-*' ||
	fail "$image holds no /boot/vmlinuz"

mkdir "$work/done"
mv "$work"/boot/vmlinuz-* "$work/done/vmlinuz"
chmod a+r "$work/done/vmlinuz"
printf '{"package":"%s","version":"%s","sha256":"%s"}\n' \
	"$image" "$version" "$(sha256sum "$work/done/vmlinuz" | cut -d ' ' -f 1)" >"$work/done/kernel.json"
rm -rf "$destination"
mv -T "$work/done" "$destination"

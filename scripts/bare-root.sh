# shellcheck shell=bash
# A minimal Debian in a folder, with git, Node and npm and nothing else that the lab needs. Needs root and debootstrap. It takes
# this machine's mirrors, certificates and npm settings, as a newcomer behind the same network would have them. Source this file,
# after private-apt.sh, then:
#
#   make_bare_root RELEASE FOLDER            bookworm gets the Node that runs here, trixie Debian's own
#   run_in_root FOLDER USER SCRIPT           runs SCRIPT with bash as that user, in its home, with a clean environment
#
# Whatever runs has a mount namespace and a process namespace of its own: when it ends, or the script that called it is killed, every
# process and mount of it is gone.

own_codename() {
	sed -n 's/^VERSION_CODENAME=//p' /etc/os-release | tr -d '"'
}

# `deb` lines for RELEASE at the mirrors that this machine has for its own: main, updates and security.
list_sources_for() {
	local release=$1 own
	own=$(own_codename)
	apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
		awk -v own="$own" -v release="$release" '
			$3 == "main" && ($2 == own || $2 == own "-updates" || $2 == own "-security") {
				suite = release substr($2, length(own) + 1)
				line = "deb " $1 " " suite " main"
				if (!(line in seen)) { seen[line] = 1; print line }
			}'
}

copy_apt_settings() {
	local release=$1 root=$2
	rm -f "$root"/etc/apt/sources.list.d/*
	list_sources_for "$release" >"$root/etc/apt/sources.list"
	# Proxies, certificates and timeouts; the rest of the settings belongs to the root.
	apt-config dump | grep -E '^Acquire::' >"$root/etc/apt/apt.conf.d/99of-the-machine" || true
	[ ! -d /etc/apt/auth.conf.d ] || cp -a /etc/apt/auth.conf.d "$root/etc/apt/"
	cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
}

copy_certificates() {
	local root=$1
	cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
	chroot "$root" update-ca-certificates >/dev/null 2>&1
}

copy_npm_settings() {
	local root=$1 key value
	for key in registry proxy https-proxy cafile; do
		value=$(npm config get "$key")
		[ -z "$value" ] || [ "$value" = null ] || echo "$key=$value"
	done >"$root/etc/skel/.npmrc"
	cp "$root/etc/skel/.npmrc" "$root/root/"
	# `npm test` builds Rust where there is a cargo.
	if [ -e "${CARGO_HOME:-$HOME/.cargo}/config.toml" ]; then
		mkdir -p "$root/etc/skel/.cargo" "$root/root/.cargo"
		cp "${CARGO_HOME:-$HOME/.cargo}/config.toml" "$root/etc/skel/.cargo/"
		cp "$root/etc/skel/.cargo/config.toml" "$root/root/.cargo/"
	fi
}

copy_node() {
	local root=$1 npm
	npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
	install -D "$(readlink -f "$(command -v node)")" "$root/usr/local/bin/node"
	mkdir -p "$root/usr/local/lib/node_modules"
	cp -a "$npm" "$root/usr/local/lib/node_modules/npm"
	ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
	ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
}

# Mounts and processes of the command end with it, or with the script.
in_namespaces() {
	setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child "$@" </dev/null &
	# Not in the foreground: there bash would put off a signal until it ends.
	wait $!
}

make_bare_root() {
	local release=$1 root=$2 mirror
	mirror=$(private_apt_mirror)
	[ -n "$mirror" ] || { echo "the sources in /etc/apt name no mirror of Debian's main archive" >&2; return 1; }
	in_namespaces debootstrap --variant=minbase --include=ca-certificates "$release" "$root" "$mirror"
	copy_apt_settings "$release" "$root"
	copy_certificates "$root"
	copy_npm_settings "$root"
	run_in_root "$root" root 'apt-get update -q && apt-get install -y -q --no-install-recommends git libstdc++6'
	if [ "$release" = bookworm ]; then
		copy_node "$root"
	else
		run_in_root "$root" root 'apt-get install -y -q --no-install-recommends nodejs npm'
	fi
	# The package lists go too: a newcomer's machine may have none, or old ones.
	run_in_root "$root" root 'apt-get clean && rm -rf /var/lib/apt/lists/* && useradd --create-home --shell /bin/bash newcomer'
}

run_in_root() {
	local root=$1 user=$2 script=$3
	local home=/root certificates=()
	[ "$user" = root ] || home=/home/$user
	[ -z "${NODE_EXTRA_CA_CERTS:-}" ] || certificates=(NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt)
	# shellcheck disable=SC2016 # for the inner shell
	in_namespaces bash -c '
		set -e
		root=$1 user=$2 home=$3
		mount -t proc proc "$root/proc"
		mount --rbind /sys "$root/sys"
		mount --rbind /dev "$root/dev"
		cd "$root"
		shift 3
		exec chroot --userspec="$user:$user" "$root" env -i HOME="$home" USER="$user" LOGNAME="$user" LANG=C.UTF-8 TERM=dumb \
			DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
	' run-in-root "$root" "$user" "$home" "${certificates[@]}" bash -c "cd && $script"
}

# shellcheck shell=bash
# apt in a folder of its own: reads the sources, keys and proxies this machine already has, keeps its lists and
# downloads in $private_apt_root and changes nothing else. Needs no root. Source this file, then:
#
#   private_apt_open FOLDER            use FOLDER (made when missing)
#   private_apt_use_sources_of RELEASE look only at the source packages of RELEASE, a codename, at the mirror this machine
#                                      has for Debian; fails, with private_apt_reason, when there is none
#   private_apt_refresh                fetch the package lists; fails only when nothing usable came, and then sets
#                                      private_apt_reason
#   private_apt_cache ARGUMENT…        apt-cache
#   private_apt_get ARGUMENT…          apt-get, quiet

private_apt_open() {
	private_apt_root=$1
	mkdir -p "$private_apt_root/state/lists/partial" "$private_apt_root/cache/archives/partial"
	: >"$private_apt_root/state/status"
	# Given with --config-file, hence read after the machine's own settings, which it only adds to. The hooks are
	# cleared because they would act on the machine's own cache (docker-clean deletes archives, for example).
	cat >"$private_apt_root/apt.conf" <<CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
Dir::State "$private_apt_root/state";
Dir::State::lists "$private_apt_root/state/lists";
Dir::State::status "$private_apt_root/state/status";
Dir::State::extended_states "$private_apt_root/state/extended_states";
Dir::Cache "$private_apt_root/cache";
Dir::Cache::archives "$private_apt_root/cache/archives";
Dir::Log "$private_apt_root";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::CNF::DefaultEnabled "false";
APT::Sandbox::User "root";
CONF
}

private_apt_get() {
	apt-get --config-file "$private_apt_root/apt.conf" -qq "$@"
}

private_apt_cache() {
	apt-cache --config-file "$private_apt_root/apt.conf" "$@"
}

# The mirror of the machine's own release, by what apt itself has read from the sources, whatever their format.
private_apt_mirror() {
	local own
	own=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release | tr -d '"')
	apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		awk -v own="$own" '
			$2 == "main" && ($1 == own || $1 ~ /^(old)*stable$/ || $1 == "testing") { print $3; exit }'
}

private_apt_use_sources_of() {
	local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
	mirror=$(private_apt_mirror)
	if [ -z "$mirror" ]; then
		# shellcheck disable=SC2034 # for the caller
		private_apt_reason="the sources in /etc/apt name no mirror of Debian's main archive"
		return 1
	fi
	mkdir -p "$private_apt_root/sources"
	{
		printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\n' "$mirror" "$1"
		[ ! -e "$keyring" ] || echo "Signed-By: $keyring"
	} >"$private_apt_root/sources/debian.sources"
	cat >>"$private_apt_root/apt.conf" <<-CONF
		Dir::Etc::SourceList "/dev/null";
		Dir::Etc::SourceParts "$private_apt_root/sources";
	CONF
}

# A third-party source that does not answer must not stop Debian's: apt-get's own exit code is not the verdict.
private_apt_refresh() {
	private_apt_get update >"$private_apt_root/update.log" 2>&1 || true
	compgen -G "$private_apt_root/state/lists/*_Packages*" >/dev/null && return
	compgen -G "$private_apt_root/state/lists/*_Sources*" >/dev/null && return
	# shellcheck disable=SC2034 # for the caller
	private_apt_reason=$(grep -m 1 -E '^[EW]: ' "$private_apt_root/update.log" || echo 'no sources')
	return 1
}

# shellcheck shell=bash
# shellcheck disable=SC2034
# Sets `cache` to the folder of everything that can be made again, as bench/cache-directory.ts does. Sourced.
case ${NUMA_LAB_CACHE:-} in
/*) cache=$NUMA_LAB_CACHE ;;
'')
	# A relative XDG_CACHE_HOME is ignored, as its specification says; so is such a HOME.
	case "${XDG_CACHE_HOME:-}:${HOME:-}" in
	/*) cache=$XDG_CACHE_HOME/numa-lab ;;
	*:/*) cache=$HOME/.cache/numa-lab ;;
	*) cache=$(getent passwd "$(id -u)" | cut -d : -f 6)/.cache/numa-lab ;;
	esac
	;;
*)
	echo "NUMA_LAB_CACHE is not an absolute path: '$NUMA_LAB_CACHE'; set it to a full path, for example /var/tmp/numa-lab" >&2
	exit 2
	;;
esac

#include "topology.h"

#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "file.h"

#define SYS_NODES "/sys/devices/system/node"

int topology_node_of(int cpu)
{
	char path[80];

	for (int node = 0; node < NODES_MAX; node++) {
		snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/node%d", cpu, node);
		if (!access(path, F_OK))
			return node;
	}
	return -1;
}

static int describe_node(char *out, size_t room, int node, const char *comma)
{
	char path[80], cpus[256], distance[256];
	unsigned long long total_kib = 0;

	snprintf(path, sizeof path, SYS_NODES "/node%d/cpulist", node);
	if (!file_read(path, cpus, sizeof cpus))
		return 0;
	snprintf(path, sizeof path, SYS_NODES "/node%d/distance", node);
	file_read(path, distance, sizeof distance);
	snprintf(path, sizeof path, SYS_NODES "/node%d/meminfo", node);
	file_field(path, "MemTotal", &total_kib);
	return snprintf(out, room, "%s{\"node\":%d,\"cpus\":\"%s\",\"distances\":\"%s\",\"memoryKiB\":%llu}",
		comma, node, cpus, distance, total_kib);
}

size_t topology_describe(char *out, size_t room)
{
	struct utsname name;
	size_t used;
	const char *comma = "";

	if (uname(&name))
		return 0;
	used = (size_t)snprintf(out, room, "{\"type\":\"description\",\"kernel\":\"%s\",\"nodes\":[", name.release);
	for (int node = 0; node < NODES_MAX && used < room; node++) {
		int size = describe_node(out + used, room - used, node, comma);
		used += (size_t)size;
		comma = size ? "," : comma;
	}
	if (used + 3 > room)
		return 0;
	used += (size_t)snprintf(out + used, room - used, "]}");
	return used;
}

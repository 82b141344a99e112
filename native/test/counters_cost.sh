#!/usr/bin/env bash
# What counting costs a measurement: throughput of churn with counters over that without, in pairs one after the other.
# usage: counters_cost.sh <numa-bench program> [pairs]; prints the median ratio of times and its range.
set -eu

program=$1
pairs=${2:-15}
cpu=$(taskset -cp $$ | sed 's/.*: //; s/[,-].*//')
node=$(compgen -G "/sys/devices/system/cpu/cpu$cpu/node*" | head -1)
node=${node##*node}

# nanoseconds <on|off> arguments…: the shortest pass of one process.
nanoseconds() {
	"$program" churn --threads "${node:-0}:$cpu" --seed 1 --mode throughput --samples 9 --counters "$@" |
		node -e '
			const lines = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
			const samples = lines.filter((line) => line.type === "sample" && !line.warmup);
			console.log(Math.min(...samples.map((s) => s.threads[0].endNs - s.beginNs)));
		'
}

# Blocks of 64 bytes take no system call from the allocator, every block of 200,000 takes two and 49 faults.
for run in "fixed:64 20000" "fixed:200000 200"; do
	read -r sizes operations <<<"$run"
	for ((pair = 0; pair < pairs; pair++)); do
		work="--sizes $sizes --slots 64 --operations $operations"
		echo "$(nanoseconds on $work) $(nanoseconds off $work)"
	done | node -e '
		const pairs = require("fs").readFileSync(0, "utf8").trimEnd().split("\n").map((line) => line.split(" ").map(Number));
		const ratios = pairs.map(([on, off]) => on / off).sort((a, b) => a - b);
		const show = (x) => x.toFixed(3);
		const middle = (ratios[(ratios.length - 1) >> 1] + ratios[ratios.length >> 1]) / 2;
		console.log(`churn sizes=${process.argv[1]}: time with counters / without: ${show(middle)} (${show(ratios[0])} to ${show(ratios.at(-1))}, n = ${ratios.length} pairs)`);
	' "$sizes"
done

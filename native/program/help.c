#include "describe.h"

#include <stdio.h>
#include "proof/build-facts.h"
#include "workloads/table.h"

static const char usage[] =
	"usage: numa-bench-%s --about | --describe | --conformance | --help\n"
	"       numa-bench-%s <workload> --threads [role=]node:cpu,... --seed N\n"
	"                  --mode count|throughput|latency [--samples N] [--warmup N]\n"
	"                  [--operations N] [--counters on|off] [--gate] [--dry-run]\n"
	"                  [--<parameter> <value>]...\n";

static const char common[] =
	"\noptions of every workload\n"
	"  --threads L     one thread per [role=]node:cpu, separated by commas\n"
	"  --seed N        decimal, 0 to 2^64-1\n"
	"  --mode M        count reads no clock, throughput reads it at the borders\n"
	"                  of a pass, latency around each operation\n"
	"  --samples N     passes that count (5)\n"
	"  --warmup N      passes before them that do not (1)\n"
	"  --operations N  per thread and pass\n"
	"  --counters S    on or off: ask kernel and processor what they count; it costs\n"
	"                  time: on in count mode, off in the others\n"
	"  --part I/K      this process is the I-th of K that share the threads of a\n"
	"                  trial\n"
	"  --gate          print {\"type\":\"ready\"} when set up, and wait for one byte\n"
	"                  on stdin before the measured part\n"
	"  --dry-run       only refuse arguments that are wrong, on whatever machine\n"
	"\nexit: 0 done, 1 failed, 2 wrong arguments, 77 cannot run here\n";

void help_program(void)
{
	printf(usage, build_target, build_target);
	printf("\nworkloads (<workload> --help says more)\n");
	for (unsigned i = 0; workload_table[i]; i++)
		printf("  %-14s  %s\n", workload_table[i]->name, workload_table[i]->summary);
	printf("%s", common);
}

static void help_range(const struct parameter *parameter)
{
	switch (parameter->type) {
	case PARAMETER_INTEGER:
		printf("%lld to %lld", (long long)parameter->min, (long long)parameter->max);
		return;
	case PARAMETER_CHOICE:
		for (unsigned i = 0; parameter->choices[i]; i++)
			printf("%s%s", i ? ", " : "", parameter->choices[i]);
		return;
	case PARAMETER_TEXT:
		printf("for example %s", parameter->example);
		return;
	}
}

void help_workload(const struct workload *workload)
{
	printf(usage, build_target, build_target);
	printf("\n%s: %s\noperation: %s\nroles:", workload->name, workload->summary, workload->operation);
	for (unsigned i = 0; workload->roles[i]; i++)
		printf(" %s", workload->roles[i]);
	printf("\nat least %u thread(s); --operations defaults to %llu\n\nparameters\n", workload->min_threads,
	       (unsigned long long)workload->default_operations);
	for (const struct parameter *parameter = workload->parameters; parameter->name; parameter++) {
		printf("  --%s (%s%s%s; ", parameter->name, parameter->fallback, parameter->unit ? " " : "",
		       parameter->unit ? parameter->unit : "");
		help_range(parameter);
		printf(")\n      %s\n", parameter->help);
	}
	if (workload->notes)
		printf("\n%s\n", workload->notes);
	printf("%s", common);
}

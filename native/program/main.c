#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "conformance/suite.h"
#include "harness/cost.h"
#include "harness/fail.h"
#include "harness/linux.h"
#include "harness/pages.h"
#include "harness/reserve.h"
#include "harness/run.h"
#include "proof/proof.h"
#include "arguments.h"
#include "describe.h"

/* Before anything is measured: every listed CPU can be used and lies on the node it is listed with. */
static void check_cpus(const struct run *run)
{
	for (unsigned i = run->thread_count; i-- > 0;) {
		const struct thread_spec *thread = &run->threads[i];
		unsigned cpu, node;
		if (linux_pin(thread->cpu) < 0)
			refuse("--threads: CPU %u cannot be used by this process (%s): list CPUs that are online and in its "
			       "cpuset",
			       thread->cpu, strerror(errno));
		if (linux_getcpu(&cpu, &node) < 0)
			fail("getcpu failed: %s", strerror(errno));
		if (node != thread->node)
			refuse("--threads: CPU %u lies on node %u, not on node %u: write %u:%u", thread->cpu, node,
			       thread->node, node, thread->cpu);
	}
}

static bool pinning_held(const struct run *run)
{
	bool held = true;
	for (unsigned i = 0; i < run->thread_count; i++) {
		const struct observation *observation = &run->observations[i];
		held = held && observation->seen == 7;
		for (int moment = AT_START; moment <= AT_END; moment++)
			held = held && observation->cpu[moment] == run->threads[i].cpu &&
			       observation->node[moment] == run->threads[i].node;
	}
	return held;
}

static void output_pinning(struct run *run, unsigned thread)
{
	static const char *const moments[] = {"start", "middle", "end"};
	struct output *out = &run->out;
	json_begin_line(out, "pinning");
	json_unsigned_at(out, "thread", thread);
	json_string_at(out, "role", run->threads[thread].role);
	json_unsigned_at(out, "node", run->threads[thread].node);
	json_unsigned_at(out, "cpu", run->threads[thread].cpu);
	json_key(out, "seen");
	json_begin_array(out);
	for (int moment = AT_START; moment <= AT_END; moment++) {
		json_begin_object(out);
		json_string_at(out, "at", moments[moment]);
		json_unsigned_at(out, "node", run->observations[thread].node[moment]);
		json_unsigned_at(out, "cpu", run->observations[thread].cpu[moment]);
		json_end_object(out);
	}
	json_end_array(out);
	json_end_line(out);
}

/* As the workload found it: threads inherit it, and nothing in this program changes it. */
static void output_policy(struct output *out, const struct linux_policy *policy)
{
	static const char *const modes[] = {"default",	       "preferred", "bind", "interleave", "local",
					    "preferred-many", "weighted-interleave"};
	bool is_known = policy->mode < sizeof modes / sizeof *modes;
	json_begin_line(out, "memory-policy");
	json_string_at(out, "mode", is_known ? modes[policy->mode] : "unknown");
	json_key(out, "nodes");
	json_begin_array(out);
	for (unsigned node = 0; node < NODE_LIMIT; node++)
		if (policy->nodes[node / (8 * sizeof *policy->nodes)] >> node % (8 * sizeof *policy->nodes) & 1)
			json_unsigned(out, node);
	json_end_array(out);
	json_end_line(out);
}

static void output_counted(struct run *run)
{
	json_begin_line(&run->out, "counters");
	output_counters(&run->out, &run->counters);
	output_activity(&run->out, &run->activity_before, &run->activity);
	json_end_line(&run->out);
}

static void output_end(struct run *run)
{
	char digits[17];
	snprintf(digits, sizeof digits, "%016llx", (unsigned long long)run->check.state);
	json_begin_line(&run->out, "end");
	json_unsigned_at(&run->out, "operations", run->operations_done);
	json_string_at(&run->out, "check", digits);
	json_end_line(&run->out);
}

static int run_workload(struct run *run)
{
	struct linux_policy policy;
	bool has_policy = linux_get_policy(&policy) == 0;
	check_cpus(run);
	pages_open();
	if (run->mode == MODE_COUNT)
		pages_require();
	run->observations = reserve(run->thread_count * sizeof *run->observations);
	run->checkpoints = reserve(MAX_CHECKPOINTS * sizeof *run->checkpoints);
	if (run->counting) {
		activity_open();
		counters_open(&run->counters);
	}
	run->workload->run(run);
	if (has_policy)
		output_policy(&run->out, &policy);
	for (unsigned i = 0; i < run->thread_count; i++)
		output_pinning(run, i);
	for (unsigned i = 0; i < run->checkpoint_count; i++)
		output_checkpoint(&run->out, &run->checkpoints[i]);
	output_events(&run->out, &run->events);
	if (run->counting)
		output_counted(run);
	if (run->mode != MODE_COUNT)
		cost_of_clock(&run->out);
	if (!pinning_held(run)) {
		output_flush(&run->out);
		fail("a thread was not on its CPU at start, middle or end: see the pinning lines");
	}
	output_end(run);
	output_flush(&run->out);
	return EXIT_DONE;
}

int main(int argc, char *argv[])
{
	static struct run run;
	enum command command = arguments_parse(&run, argc, argv);
	if (command == COMMAND_HELP)
		help_program();
	if (command == COMMAND_WORKLOAD_HELP)
		help_workload(run.workload);
	if (command == COMMAND_HELP || command == COMMAND_WORKLOAD_HELP || command == COMMAND_DRY_RUN)
		return EXIT_DONE;
	/* Who is killed before setpriv has asked for the signal of its death sends none, and reads no more either. */
	if (command == COMMAND_RUN && !linux_has_reader(STDOUT_FILENO))
		fail("nobody reads what this would print");
	output_open(&run.out, STDOUT_FILENO);
	if (command == COMMAND_DESCRIBE) {
		describe_all(&run.out);
	} else {
		const struct proof *proof = proof_take();
		run.allocator = proof->allocator_name;
		output_about(&run.out, proof);
	}
	if (command == COMMAND_RUN)
		return run_workload(&run);
	if (command == COMMAND_CONFORMANCE)
		return conformance_run(&run.out);
	output_flush(&run.out);
	return EXIT_DONE;
}

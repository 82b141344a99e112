#include "run.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "fail.h"
#include "linux.h"

static unsigned parameter_index(const struct run *run, const char *name)
{
	const struct parameter *parameters = run->workload->parameters;
	for (unsigned i = 0; parameters[i].name; i++)
		if (!strcmp(parameters[i].name, name))
			return i;
	fail("bug: workload %s has no parameter %s", run->workload->name, name);
}

const char *run_text(const struct run *run, const char *name)
{
	return run->values[parameter_index(run, name)];
}

/* The text was checked when arguments were parsed: decimal, inside the parameter's bounds. */
int64_t run_integer(const struct run *run, const char *name)
{
	const char *text = run_text(run, name);
	bool negative = *text == '-';
	int64_t value = 0;
	for (text += negative; *text; text++)
		value = value * 10 + (*text - '0');
	return negative ? -value : value;
}

unsigned run_choice(const struct run *run, const char *name)
{
	unsigned index = parameter_index(run, name);
	const char *const *choices = run->workload->parameters[index].choices;
	for (unsigned i = 0; choices[i]; i++)
		if (!strcmp(choices[i], run->values[index]))
			return i;
	fail("bug: parameter %s holds %s, which is not a choice", name, run->values[index]);
}

unsigned run_thread_number(const struct run *run, unsigned thread)
{
	return thread * run->parts + run->part;
}

void run_pin(struct run *run, unsigned thread)
{
	unsigned cpu = run->threads[thread].cpu;
	if (linux_pin(cpu) < 0)
		refuse("CPU %u cannot be used by this process (%s): list CPUs that are online and in its cpuset", cpu,
		       strerror(errno));
	run_saw(run, thread, AT_START);
}

void run_saw(struct run *run, unsigned thread, enum moment moment)
{
	const struct thread_spec *spec = &run->threads[thread];
	struct observation *observation = &run->observations[thread];
	unsigned cpu, node;
	if (linux_getcpu(&cpu, &node) < 0)
		fail("getcpu failed: %s", strerror(errno));
	bool seen = observation->seen & 1u << moment;
	if (seen && (observation->cpu[moment] != spec->cpu || observation->node[moment] != spec->node))
		return;
	observation->cpu[moment] = cpu;
	observation->node[moment] = node;
	observation->seen |= 1u << moment;
}

/* Processes of one trial start together: each says that it is set up and waits for a byte. */
static void wait_at_gate(struct run *run)
{
	char byte;
	ssize_t n;
	json_begin_line(&run->out, "ready");
	json_end_line(&run->out);
	output_flush(&run->out);
	do
		n = read(STDIN_FILENO, &byte, 1);
	while (n < 0 && errno == EINTR);
	if (n != 1)
		fail("stdin ended at the gate: write one byte to it when all processes are ready");
}

void run_checkpoint(struct run *run, const char *name, uint64_t live_bytes)
{
	if (run->checkpoint_count == MAX_CHECKPOINTS)
		fail("bug: more than %d memory checkpoints", MAX_CHECKPOINTS);
	checkpoint_take(&run->checkpoints[run->checkpoint_count++], name, live_bytes);
}

void run_checkpoint_at(struct run *run, const char *name, uint64_t live_bytes, uint64_t operations)
{
	run_checkpoint(run, name, live_bytes);
	struct checkpoint *last = &run->checkpoints[run->checkpoint_count - 1];
	last->in_series = true;
	last->operations = operations;
}

/* Counters start last and stop first, so that nothing of this is in them. */
void run_open(struct run *run)
{
	if (run->gate)
		wait_at_gate(run);
	if (run->counting)
		activity_read(&run->activity_before);
	run_checkpoint(run, "start", 0);
	kernel_events_read(&run->events_before);
	if (run->counting)
		counters_start(&run->counters);
}

void run_close(struct run *run, uint64_t live_bytes)
{
	if (run->counting)
		counters_stop(&run->counters);
	kernel_events_read(&run->events);
	kernel_events_subtract(&run->events, &run->events_before);
	run_checkpoint(run, "end", live_bytes);
	if (run->counting)
		activity_read(&run->activity);
}

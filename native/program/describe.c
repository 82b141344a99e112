#include "describe.h"

#include "workloads/table.h"

static const struct {
	const char *name;
	unsigned bit;
} placement_names[] = {
	{"local", PLACEMENT_LOCAL},	      {"remote", PLACEMENT_REMOTE}, {"spread", PLACEMENT_SPREAD},
	{"interleave", PLACEMENT_INTERLEAVE}, {"split", PLACEMENT_SPLIT},
}, mode_names[] = {
	{"count", MODE_COUNT},
	{"throughput", MODE_THROUGHPUT},
	{"latency", MODE_LATENCY},
};

static void describe_texts(struct output *out, const char *key, const char *const *texts)
{
	json_key(out, key);
	json_begin_array(out);
	for (; *texts; texts++)
		json_string(out, *texts);
	json_end_array(out);
}

static void describe_type(struct output *out, const struct parameter *parameter)
{
	switch (parameter->type) {
	case PARAMETER_INTEGER:
		json_string_at(out, "type", "integer");
		json_key(out, "min");
		json_signed(out, parameter->min);
		json_key(out, "max");
		json_signed(out, parameter->max);
		return;
	case PARAMETER_CHOICE:
		json_string_at(out, "type", "choice");
		describe_texts(out, "choices", parameter->choices);
		return;
	case PARAMETER_TEXT:
		json_string_at(out, "type", "text");
		json_string_at(out, "pattern", parameter->pattern);
		json_string_at(out, "example", parameter->example);
		return;
	}
}

static void describe_modes(struct output *out, unsigned bits)
{
	json_key(out, "modes");
	json_begin_array(out);
	for (unsigned i = 0; i < sizeof mode_names / sizeof *mode_names; i++)
		if (bits & mode_names[i].bit)
			json_string(out, mode_names[i].name);
	json_end_array(out);
}

static void describe_parameter(struct output *out, const struct parameter *parameter)
{
	json_begin_object(out);
	json_string_at(out, "name", parameter->name);
	json_string_at(out, "help", parameter->help);
	json_string_at(out, "default", parameter->fallback);
	if (parameter->unit)
		json_string_at(out, "unit", parameter->unit);
	if (parameter->modes)
		describe_modes(out, parameter->modes);
	describe_type(out, parameter);
	json_end_object(out);
}

static void describe_placements(struct output *out, unsigned bits)
{
	json_key(out, "placements");
	json_begin_array(out);
	for (unsigned i = 0; i < sizeof placement_names / sizeof *placement_names; i++)
		if (bits & placement_names[i].bit)
			json_string(out, placement_names[i].name);
	json_end_array(out);
}

static void describe_workload(struct output *out, const struct workload *workload)
{
	json_begin_object(out);
	json_string_at(out, "name", workload->name);
	json_string_at(out, "summary", workload->summary);
	json_string_at(out, "operation", workload->operation);
	describe_texts(out, "roles", workload->roles);
	describe_placements(out, workload->placements);
	describe_modes(out, workload->modes);
	json_unsigned_at(out, "minThreads", workload->min_threads);
	json_key(out, "scheduleDependent");
	json_boolean(out, workload->schedule_dependent);
	json_key(out, "parameters");
	json_begin_array(out);
	for (const struct parameter *parameter = workload->parameters; parameter->name; parameter++)
		describe_parameter(out, parameter);
	json_end_array(out);
	json_end_object(out);
}

void describe_all(struct output *out)
{
	json_begin_object(out);
	json_unsigned_at(out, "schema", 1);
	json_key(out, "workloads");
	json_begin_array(out);
	for (unsigned i = 0; workload_table[i]; i++)
		describe_workload(out, workload_table[i]);
	json_end_array(out);
	json_end_line(out);
}

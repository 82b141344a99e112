#include "arguments.h"

#include <string.h>
#include "harness/fail.h"
#include "workloads/table.h"

enum { MAX_PASSES = 100000, MAX_OPERATIONS = 100000000 };

enum {
	OPTION_THREADS = 1,
	OPTION_SEED = 2,
	OPTION_MODE = 4,
	OPTION_SAMPLES = 8,
	OPTION_WARMUP = 16,
	OPTION_OPERATIONS = 32,
	OPTION_COUNTERS = 64,
	OPTION_PART = 128,
};

static const struct {
	const char *name;
	unsigned option;
} options[] = {
	{"threads", OPTION_THREADS}, {"seed", OPTION_SEED},	{"mode", OPTION_MODE},
	{"samples", OPTION_SAMPLES}, {"warmup", OPTION_WARMUP}, {"operations", OPTION_OPERATIONS},
	{"counters", OPTION_COUNTERS},
	{"part", OPTION_PART},
};

static const struct {
	const char *name;
	enum mode mode;
} modes[] = {{"count", MODE_COUNT}, {"throughput", MODE_THROUGHPUT}, {"latency", MODE_LATENCY}};

static uint64_t bounded(const char *option, const char *text, uint64_t min, uint64_t max)
{
	uint64_t value;
	if (!parse_unsigned(text, min, max, &value))
		refuse("--%s: \"%s\" is not a whole number from %llu to %llu", option, text, (unsigned long long)min,
		       (unsigned long long)max);
	return value;
}

static void parse_mode(struct run *run, const char *text)
{
	for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++) {
		if (strcmp(modes[i].name, text))
			continue;
		if (!(run->workload->modes & modes[i].mode))
			refuse("--mode: workload %s does not run in mode %s: %s --help lists its modes",
			       run->workload->name, text, run->workload->name);
		run->mode = modes[i].mode;
		return;
	}
	refuse("--mode: \"%s\" is not a mode: use count, throughput or latency", text);
}

static void parse_counters(struct run *run, const char *text)
{
	if (strcmp(text, "on") && strcmp(text, "off"))
		refuse("--counters: \"%s\" is neither on nor off", text);
	run->counting = !strcmp(text, "on");
}

/* Parts are numbered from 1 on the command line: 2/4. */
static void parse_part(struct run *run, const char *text)
{
	char first[8] = "";
	uint64_t part, parts;
	const char *slash = strchr(text, '/');
	if (slash && (size_t)(slash - text) < sizeof first)
		memcpy(first, text, (size_t)(slash - text));
	if (!slash || !parse_unsigned(slash + 1, 1, MAX_THREADS, &parts) || !parse_unsigned(first, 1, parts, &part))
		refuse("--part: \"%s\" is not a part of a whole: write for example 1/2", text);
	run->part = (unsigned)part - 1;
	run->parts = (unsigned)parts;
}

static void parse_option(struct run *run, unsigned option, const char *text)
{
	switch (option) {
	case OPTION_THREADS:
		parse_threads(run, text);
		return;
	case OPTION_SEED:
		run->seed = bounded("seed", text, 0, UINT64_MAX);
		return;
	case OPTION_MODE:
		parse_mode(run, text);
		return;
	case OPTION_SAMPLES:
		run->samples = (unsigned)bounded("samples", text, 1, MAX_PASSES);
		return;
	case OPTION_WARMUP:
		run->warmup = (unsigned)bounded("warmup", text, 0, MAX_PASSES);
		return;
	case OPTION_OPERATIONS:
		run->operations = bounded("operations", text, 1, MAX_OPERATIONS);
		return;
	case OPTION_COUNTERS:
		parse_counters(run, text);
		return;
	case OPTION_PART:
		parse_part(run, text);
		return;
	}
}

static void refuse_choice(const struct parameter *parameter, const char *text)
{
	char list[256] = "";
	for (unsigned i = 0; parameter->choices[i]; i++) {
		if (!strcmp(parameter->choices[i], text))
			return;
		if (strlen(list) + strlen(parameter->choices[i]) + 3 < sizeof list) {
			strcat(list, i ? ", " : "");
			strcat(list, parameter->choices[i]);
		}
	}
	refuse("--%s: \"%s\" is not one of %s", parameter->name, text, list);
}

static void check_value(const struct parameter *parameter, const char *text)
{
	int64_t integer;
	switch (parameter->type) {
	case PARAMETER_INTEGER:
		if (!parse_signed(text, parameter->min, parameter->max, &integer))
			refuse("--%s: \"%s\" is not a whole number from %lld to %lld", parameter->name, text,
			       (long long)parameter->min, (long long)parameter->max);
		return;
	case PARAMETER_CHOICE:
		refuse_choice(parameter, text);
		return;
	case PARAMETER_TEXT:
		if (!parameter->accept(text))
			refuse("--%s: \"%s\" is not valid: write for example %s", parameter->name, text,
			       parameter->example);
		return;
	}
}

static void parse_parameter(struct run *run, const char *name, const char *text)
{
	const struct parameter *parameters = run->workload->parameters;
	for (unsigned i = 0; parameters[i].name; i++) {
		if (strcmp(parameters[i].name, name))
			continue;
		if (run->values[i])
			refuse("--%s is given twice: give it once", name);
		check_value(&parameters[i], text);
		run->values[i] = text;
		return;
	}
	refuse("workload %s has no option --%s: %s --help lists what it takes", run->workload->name, name,
	       run->workload->name);
}

static unsigned find_option(const char *name)
{
	for (unsigned i = 0; i < sizeof options / sizeof *options; i++)
		if (!strcmp(options[i].name, name))
			return options[i].option;
	return 0;
}

static void fill_fallbacks(struct run *run, unsigned given)
{
	const struct parameter *parameters = run->workload->parameters;
	if (!(given & OPTION_SAMPLES))
		run->samples = 5;
	if (!(given & OPTION_WARMUP))
		run->warmup = 1;
	if (!(given & OPTION_OPERATIONS))
		run->operations = run->workload->default_operations;
	if (!(given & OPTION_COUNTERS))
		run->counting = run->mode == MODE_COUNT;
	if (!(given & OPTION_PART))
		run->parts = 1;
	for (unsigned i = 0; parameters[i].name; i++)
		if (!run->values[i])
			run->values[i] = parameters[i].fallback;
}

static void refuse_incomplete(const struct run *run, unsigned given)
{
	for (unsigned i = 0; i < 3; i++)
		if (!(given & options[i].option))
			refuse("--%s is missing: %s --help shows how to write it", options[i].name,
			       run->workload->name);
	if (run->thread_count < run->workload->min_threads)
		refuse("--threads: workload %s needs at least %u threads, %u listed", run->workload->name,
		       run->workload->min_threads, run->thread_count);
}

static enum command parse_run(struct run *run, int argc, char *argv[])
{
	unsigned given = 0;
	enum command command = COMMAND_RUN;
	for (int i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "--help"))
			return COMMAND_WORKLOAD_HELP;
		if (strncmp(argv[i], "--", 2))
			refuse("\"%s\" is not an option: options begin with --", argv[i]);
		if (!strcmp(argv[i], "--gate")) {
			run->gate = true;
			continue;
		}
		if (!strcmp(argv[i], "--dry-run")) {
			command = COMMAND_DRY_RUN;
			continue;
		}
		if (i + 1 == argc)
			refuse("%s has no value: write one after it", argv[i]);
		unsigned option = find_option(argv[i] + 2);
		if (option & given)
			refuse("%s is given twice: give it once", argv[i]);
		given |= option;
		if (option)
			parse_option(run, option, argv[i + 1]);
		else
			parse_parameter(run, argv[i] + 2, argv[i + 1]);
		i++;
	}
	refuse_incomplete(run, given);
	fill_fallbacks(run, given);
	if (run->workload->validate)
		run->workload->validate(run);
	return command;
}

enum command arguments_parse(struct run *run, int argc, char *argv[])
{
	static const struct {
		const char *name;
		enum command command;
	} commands[] = {{"--about", COMMAND_ABOUT},
			{"--describe", COMMAND_DESCRIBE},
			{"--conformance", COMMAND_CONFORMANCE},
			{"--help", COMMAND_HELP}};
	if (argc < 2)
		refuse("no workload is named: --help lists them");
	for (unsigned i = 0; i < sizeof commands / sizeof *commands; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].command;
	for (unsigned i = 0; workload_table[i]; i++)
		if (!strcmp(argv[1], workload_table[i]->name)) {
			run->workload = workload_table[i];
			return parse_run(run, argc - 2, argv + 2);
		}
	refuse("\"%s\" is not a workload: --help lists them", argv[1]);
}

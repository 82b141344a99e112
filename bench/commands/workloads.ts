import { unreachable } from '../../results/schema/unreachable.ts';
import type { Parameter, Workload } from '../../results/schema/workload.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { workloadsFlags } from '../request/flags.ts';
import { describeWorkloads, prepareDescriber } from './prepare/prepare-run.ts';

/** `numa-lab workloads`: what the benchmark program says of its workloads; with `json` its description as it is. */
export async function runWorkloadsCommand(options: OptionsOf<typeof workloadsFlags>): Promise<number> {
  const description = await describeWorkloads(await prepareDescriber());
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(description, null, 2)}\n`
      : `${description.workloads.map(renderWorkload).join('\n\n')}\n`,
  );
  return 0;
}

function renderWorkload(workload: Workload): string {
  const facts = [
    `one operation: ${workload.operation}`,
    `roles: ${workload.roles.join(', ')}; at least ${workload.minThreads} ${workload.minThreads === 1 ? 'thread' : 'threads'}`,
    `placements: ${workload.placements.join(', ') || 'do not apply'}; modes: ${workload.modes.join(', ')}`,
    ...(workload.scheduleDependent ? ['its threads race: counts depend on the schedule'] : []),
  ];
  const parameters = workload.parameters.flatMap(renderParameter);
  return [
    `${workload.name}: ${workload.summary}`,
    ...[...facts, ...parameters].map((line) => `  ${line}`),
  ].join('\n');
}

function renderParameter(parameter: Parameter): string[] {
  const unit = parameter.unit === undefined ? '' : ` ${parameter.unit}`;
  return [
    `${parameter.name}=${describeValues(parameter)} (default ${parameter.default}${unit})`,
    `    ${parameter.help}`,
  ];
}

function describeValues(parameter: Parameter): string {
  switch (parameter.type) {
    case 'integer':
      return `${parameter.min}..${parameter.max}`;
    case 'choice':
      return parameter.choices.join('|');
    case 'text':
      return parameter.example;
    default:
      return unreachable(parameter);
  }
}

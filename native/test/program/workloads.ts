import { spawnSync } from 'node:child_process';
import { type Description, description } from '../../../results/schema/workload.ts';
import { programOf } from './targets.ts';

type Described = Description['workloads'];
let described: Described | undefined;

/** The workloads as the program describes them. */
export function workloadTable(): Described {
  described ??= description.parse(
    JSON.parse(spawnSync(programOf('glibc'), ['--describe'], { encoding: 'utf8' }).stdout),
  ).workloads;
  return described;
}

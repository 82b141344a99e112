import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../results/schema/plan.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import { UserError } from '../user-error.ts';
import { checkArguments } from './check-arguments.ts';

let folder: string;
let calls: string;
let target: BuiltTarget;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-test-'));
  calls = join(folder, 'calls');
  const path = join(folder, 'numa-bench');
  await writeFile(
    path,
    `#!/bin/sh
echo "$*" >> ${calls}
case "$*" in *9-1*) echo '--sizes: "9-1" does not go with --threads; change --touch' >&2; exit 2; esac
`,
  );
  await chmod(path, 0o755);
  target = { path } as BuiltTarget;
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function planOf(sizes: readonly string[]): Plan {
  const arms = sizes.map((value, i) => ({
    id: `h${i}`,
    workload: 'churn',
    parameters: { sizes: value, touch: 'all' },
    processes: [{ numactl: ['--localalloc'], threads: [{ role: 'worker', node: 0, cpu: 0 }] }],
    mode: 'count',
    samples: 1,
    warmupSamples: 0,
    operationsPerThread: 1,
  }));
  return { seed: '1', sections: [{ arms }] } as unknown as Plan;
}

test('the program is asked once for each of its command lines, and told that nothing is to be measured', async () => {
  await checkArguments(planOf(['1-9', '1-9', '2-9']), ['churn'], target);
  const lines = (await readFile(calls, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/^churn --threads worker=0:0 .* --dry-run$/);
});

test('what the program refuses is reported in its words, with parameters as --set names them', async () => {
  const checked = checkArguments(planOf(['1-9', '9-1']), ['churn'], target);
  await expect(checked).rejects.toThrow(UserError);
  await expect(checked).rejects.toMatchObject({
    message: 'churn.sizes: "9-1" does not go with --threads; change churn.touch',
    hint: 'change it with --set churn.PARAMETER=VALUE',
  });
});

test('what only the times of one node refuse is available without them', async () => {
  const [counts, times] = [planOf(['1-9']), planOf(['9-1'])];
  const both = { ...counts, sections: [...counts.sections, ...times.sections] };
  await expect(checkArguments(both, ['churn'], target)).rejects.toMatchObject({
    message: expect.stringMatching(/^on one node of the host: churn.sizes/),
    hint: expect.stringContaining('--machine virtual'),
  });
});

test('nothing is asked about workloads of which nothing was set', async () => {
  await checkArguments(planOf(['9-1']), ['mutex'], target);
  await expect(readFile(calls)).rejects.toThrow('ENOENT');
});

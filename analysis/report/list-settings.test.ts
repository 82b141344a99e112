import { expect, test } from 'vitest';
import type { ObservedSettings } from '../../results/schema/trial.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { otherThanDefault } from '../format/settings.ts';
import { buildReport } from './build-report.ts';
import { listSettings } from './list-settings.ts';

const run = makeRun(exampleRun());
const [virtual, host] = run.sections;
if (virtual === undefined || host === undefined) throw new Error('the example run has two sections');

function withSettings(changed: Partial<ObservedSettings>) {
  const trials = run.sections[0]?.trials.map((trial) =>
    trial.state === 'completed' ? { ...trial, settings: { ...trial.settings, ...changed } } : trial,
  );
  return { ...(virtual as NonNullable<typeof virtual>), trials: trials ?? [] };
}

const list = (section: typeof virtual) =>
  listSettings(section as NonNullable<typeof virtual>, 0, run.environment);

test('a guest of two nodes runs without what its kernel would switch on', () => {
  expect(list(virtual)).toEqual([
    {
      ...{ section: 0, name: 'transparent_hugepage', values: ['never'] },
      ...{ kernelDefault: 'always', isDefault: false },
    },
    { section: 0, name: 'numa_balancing', values: ['0'], kernelDefault: '1', isDefault: false },
    { section: 0, name: 'randomize_va_space', values: ['2'], kernelDefault: '2', isDefault: true },
  ]);
});

test('on one node the kernel leaves balancing off, and with little memory huge pages', () => {
  expect(list(host)).toContainEqual(expect.objectContaining({ name: 'numa_balancing', isDefault: true }));
  const { section } = virtual;
  if (section.machine !== 'virtual') throw new Error('the first section is a guest');
  const shape = { ...section.shape, memoryPerNodeBytes: 256 * 2 ** 20 };
  expect(list({ ...virtual, section: { ...section, shape } })[0]).toMatchObject({
    kernelDefault: 'never',
    isDefault: true,
  });
});

test('defaults need no word, and a setting that changed tells all its values', () => {
  const usual = withSettings({ numaBalancing: '1', transparentHugepage: 'always' });
  expect(otherThanDefault(list(usual))).toEqual([]);
  const mixed = { ...usual, trials: [...usual.trials, ...withSettings({ numaBalancing: '0' }).trials] };
  expect(otherThanDefault(list(mixed))).toContain('automatic NUMA balancing on and off (default: on)');
});

test('the report says once for all sections what is not the default, or for one section', () => {
  const { settings } = buildReport(run);
  expect(otherThanDefault(settings)).toEqual([
    'transparent huge pages never (default: always)',
    'automatic NUMA balancing off (default: on)',
  ]);
  expect(otherThanDefault(settings, 1)).toEqual(['transparent huge pages never (default: always)']);
});

test('without a completed trial no setting is known', () => {
  expect(list({ ...virtual, trials: [] })).toEqual([]);
});

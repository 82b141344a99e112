import { describe, expect, test } from 'vitest';
import { requestOf } from '../../test/fixtures/request.ts';
import { UserError } from '../user-error.ts';

test('no flags leave everything to the preset', () => {
  expect(requestOf()).toMatchObject({
    preset: 'default',
    machine: 'auto',
    nodes: undefined,
    seed: '17',
    settings: { numaBalancing: '0', transparentHugepage: 'never', addressRandomisation: '2' },
    freshGuest: 'trial',
    perturb: true,
    levels: [],
  });
});

test('every flag becomes a value', () => {
  const request = requestOf({
    quick: true,
    nodes: '1,0',
    virtualShape: '8x2',
    memoryPerNode: '1G',
    targets: 'glibc,musl',
    placements: 'spread,split',
    threads: '2,4',
    cpus: '4-6,0',
    pairs: 'all',
    blocks: '12',
    memoryOverTime: '10',
    seed: '18446744073709551615',
    set: ['churn.sizes=fixed:64,fixed:128'],
    perturb: false,
    thp: 'always',
  });
  expect(request).toMatchObject({
    preset: 'quick',
    nodes: [1, 0],
    shape: { nodes: 8, cpusPerNode: 2 },
    memoryPerNodeBytes: 2 ** 30,
    targets: ['glibc', 'musl'],
    placements: ['spread', 'split'],
    threads: [2, 4],
    cpus: [4, 5, 6, 0],
    allPairs: true,
    blocks: 12,
    memorySampleHz: 10,
    seed: '18446744073709551615',
    levels: [{ workload: 'churn', parameter: 'sizes', values: ['fixed:64', 'fixed:128'] }],
    perturb: false,
  });
});

describe('a bad value is one line that names it and says what to do', () => {
  test.each([
    [{ memoryOverTime: '0' }, "'0'", '--memory-over-time'],
    [{ memoryOverTime: '1001' }, "'1001'", '--memory-over-time'],
    [{ nodes: '0,0' }, "--nodes has 0 twice: '0,0'", 'each'],
    [{ nodes: '0,00' }, '--nodes has 0 twice', 'each'],
    [{ nodes: '' }, '--nodes is empty', '--nodes 0,1'],
    [{ nodes: '0,' }, '--nodes has an empty item', '--nodes 0,1'],
    [{ nodes: 'a-b' }, "'a-b'", '--nodes 0,1'],
    [{ nodes: '-1' }, "'-1'", '--nodes 0,1'],
    [{ nodes: '5000' }, "'5000'", '--nodes 0,1'],
    [{ machine: 'virtul' }, "'virtul'", "did you mean 'virtual'"],
    [{ virtualShape: '9x2' }, "'9x2'", '8x8'],
    [{ virtualShape: '2x10' }, "'2x10'", '8x8'],
    [{ virtualShape: '0x2' }, "'0x2'", '1x1'],
    [{ virtualShape: '2' }, "'2'", '2x2'],
    [{ memoryPerNode: '512' }, "'512'", '512M'],
    [{ memoryPerNode: '0M' }, "'0M'", '512M'],
    [{ memoryPerNode: '1T' }, "'1T'", '512M'],
    [{ targets: 'musll' }, "unknown target 'musll'", "did you mean 'musl'"],
    [{ placements: 'spred' }, "'spred'", "did you mean 'spread'"],
    [{ threads: '0' }, "'0'", '--threads 1'],
    [{ threads: '2,x' }, "'x'", '--threads 1'],
    [{ threads: '1.5' }, "'1.5'", '--threads 1'],
    [{ cpus: '3-1' }, "--cpus has '3-1'", '--cpus 0-3'],
    [{ cpus: '0-99999' }, "--cpus has '0-99999'", '--cpus 0-3'],
    [{ cpus: 'x' }, "--cpus has 'x'", '--cpus 0-3'],
    [{ cpus: '1,0-2' }, '--cpus has 1 twice', 'once'],
    [{ pairs: 'some' }, "'some'", 'all'],
    [{ blocks: '0' }, "--blocks is not an integer from 1 to 1000: '0'", '--blocks 1'],
    [{ blocks: '-3' }, "'-3'", '--blocks 1'],
    [{ seed: '18446744073709551616' }, "'18446744073709551616'", '--seed 7'],
    [{ seed: 'x' }, "'x'", '--seed 7'],
    [{ set: ['churn.sizes'] }, "'churn.sizes'", '--set churn'],
    [{ set: ['sizes=1'] }, "'sizes=1'", '--set churn'],
    [{ set: ['churn.sizes='] }, '--set churn.sizes is empty', 'VALUE'],
    [{ set: ['churn.slots=1', 'churn.slots=2'] }, 'churn.slots twice', 'one --set'],
    [{ freshGuest: 'never' }, "'never'", 'choose from'],
    [{ numaBalancing: 'on' }, "'on'", 'choose from 0, 1'],
    [{ thp: 'alwas' }, "'alwas'", "did you mean 'always'"],
    [{ aslr: '3' }, "'3'", 'choose from'],
    [{ results: '' }, '--results is empty', 'directory'],
  ])('%j', (options, message, hint) => {
    const error = errorOf(() => requestOf(options));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(error.message + error.hint).not.toContain('\n');
  });
});

function errorOf(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

import { expect, test } from 'vitest';
import { commandTable } from './command-table.ts';
import { makeFlagWords } from './flag-words.ts';

const flags = commandTable.find(({ name }) => name === 'run')?.flags ?? [];

test('flags come back as they were typed, with the seed that was drawn', () => {
  const options = {
    ...{ nodes: '0,1', quick: true, perturb: true, json: true, results: '/srv/results' },
    ...{ set: ['churn.sizes=fixed:64', 'churn.turn=1'], hypotheses: 'M1,P3', freshGuest: 'block' },
  };
  expect(makeFlagWords(options, flags, '7')).toEqual([
    '--nodes 0,1',
    '--quick',
    '--hypotheses M1,P3',
    '--seed 7',
    '--set churn.sizes=fixed:64',
    '--set churn.turn=1',
    '--fresh-guest block',
  ]);
});

test('a flag that turns something off is told only where it was given', () => {
  expect(makeFlagWords({ perturb: false }, flags, '1')).toEqual(['--seed 1', '--no-perturb']);
});

test('a path loses the folders of this machine', () => {
  const options = { muslSrc: ['/home/somebody/musl/:mine'], allocatorLib: ['../x/libmine.so', 'C:d'] };
  expect(makeFlagWords(options, flags, '1')).toEqual([
    '--musl-src musl:mine',
    '--allocator-lib libmine.so',
    '--allocator-lib C:d',
    '--seed 1',
  ]);
});

test('what a shell would take apart is quoted', () => {
  expect(makeFlagWords({ targets: "a b'c;$(x)" }, flags, '1')).toContain(`--targets 'a b'\\''c;$(x)'`);
});

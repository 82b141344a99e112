import { expect, test } from 'vitest';
import { optionsOf, type Typed } from '../../test/fixtures/request.ts';
import { makeFlagWords } from './flag-words.ts';
import { planFlags } from './flags.ts';

const wordsOf = (typed: Typed) => makeFlagWords(optionsOf(planFlags, typed).typed, planFlags);

test('flags come back as they were typed, in the order of the table; those that measure nothing are left out', () => {
  const typed = {
    ...{ freshGuest: 'block', set: ['churn.sizes=fixed:64', 'churn.turn=1'], nodes: '0,1', quick: true },
    ...{ json: true, results: '/srv/results', seed: '7', machine: 'auto' },
  };
  expect(wordsOf(typed)).toEqual([
    '--nodes 0,1',
    '--machine auto',
    '--quick',
    '--seed 7',
    '--set churn.sizes=fixed:64',
    '--set churn.turn=1',
    '--fresh-guest block',
  ]);
});

test('of a flag that is given twice the last counts', () => {
  const { typed } = optionsOf(planFlags, { nodes: ['0,1', '0,2'] });
  expect(makeFlagWords(typed, planFlags)).toEqual(['--nodes 0,2']);
});

test('a flag that turns something off, and a default, are there only where they were given', () => {
  expect(wordsOf({ perturb: false })).toEqual(['--no-perturb']);
  expect(wordsOf({})).toEqual([]);
});

test('a path loses the folders of this machine', () => {
  const typed = { muslSrc: ['/home/somebody/musl/:mine'], allocatorLib: ['../x/libmine.so', 'C:d'] };
  expect(wordsOf(typed)).toEqual([
    '--musl-src musl:mine',
    '--allocator-lib libmine.so',
    '--allocator-lib C:d',
  ]);
});

test('what a shell would take apart is quoted', () => {
  expect(wordsOf({ targets: "a b'c;$(x)" })).toEqual([`--targets 'a b'\\''c;$(x)'`]);
});

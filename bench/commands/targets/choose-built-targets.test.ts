import { expect, test } from 'vitest';
import type { BuildOutcome } from '../../targets/build.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { UserError } from '../../user-error.ts';
import { chooseBuiltTargets } from './choose-built-targets.ts';

const built = (name: string): [string, BuildOutcome] => [
  name,
  { state: 'built', target: { name } as BuiltTarget },
];
const failed = (name: string, hint?: string): [string, BuildOutcome] => {
  const message = `target '${name}' does not build: no rule`;
  return [name, { state: 'failed', error: new UserError(message, hint === undefined ? {} : { hint }) }];
};

test('what a preset proposes and cannot be built is left out and said', () => {
  const outcomes = new Map([
    built('musl'),
    failed('musl+jemalloc', 'the whole log is x.log'),
    built('glibc'),
    failed('glibc+mimalloc'),
  ]);
  const chosen = chooseBuiltTargets(outcomes, { named: false, baseline: 'musl' });
  expect([...chosen.targets.keys()]).toEqual(['musl', 'glibc']);
  expect(chosen.unavailable).toEqual(['musl+jemalloc', 'glibc+mimalloc']);
  expect(chosen.notices).toEqual([
    "left out musl+jemalloc: target 'musl+jemalloc' does not build: no rule; the whole log is x.log",
    "left out glibc+mimalloc: target 'glibc+mimalloc' does not build: no rule",
  ]);
});

test('everything built is everything, without a word', () => {
  const chosen = chooseBuiltTargets(new Map([built('musl'), built('glibc')]), {
    named: true,
    baseline: 'musl',
  });
  expect(chosen).toMatchObject({ unavailable: [], notices: [] });
  expect([...chosen.targets.keys()]).toEqual(['musl', 'glibc']);
});

test('a target that was asked for by name ends the run with its own error, the first of them', () => {
  const outcomes = new Map([built('musl'), failed('glibc'), failed('musl-dynamic')]);
  expect(() => chooseBuiltTargets(outcomes, { named: true, baseline: 'musl' })).toThrow(
    expect.objectContaining({ name: 'UserError', message: "target 'glibc' does not build: no rule" }),
  );
});

test('without its baseline even a preset cannot run', () => {
  const outcomes = new Map([failed('glibc'), failed('musl', 'install musl-tools')]);
  expect(() => chooseBuiltTargets(outcomes, { named: false, baseline: 'musl' })).toThrow(
    expect.objectContaining({
      message: "target 'musl' does not build: no rule",
      hint: 'install musl-tools',
    }),
  );
});

import { expect, test } from 'vitest';
import { requestOf } from '../../test/fixtures/request.ts';
import type { UserError } from '../user-error.ts';

test('a precision is a share and a time is in seconds', () => {
  expect(requestOf({ precision: '2%', maxTime: '10m' })).toMatchObject({ precision: 0.02, maxSeconds: 600 });
  expect(requestOf({ precision: '0.5%', maxTime: '90s' })).toMatchObject({
    precision: 0.005,
    maxSeconds: 90,
  });
  expect(requestOf({})).toMatchObject({ precision: undefined, maxSeconds: undefined });
});

test.each([
  [{ precision: '2' }, "--precision is not a percentage from 0.1% to 50%: '2'", '--precision 2%'],
  [{ precision: '0%' }, "'0%'", '--precision 2%'],
  [{ precision: '-1%' }, "'-1%'", '--precision 2%'],
  [{ precision: '80%' }, "'80%'", '--precision 2%'],
  [{ precision: '' }, "''", '--precision 2%'],
  [{ precision: 'NaN%' }, "'NaN%'", '--precision 2%'],
  [{ maxTime: '10' }, "--max-time is not a time from 1s to 168h: '10'", '--max-time 10m'],
  [{ maxTime: '0m' }, "'0m'", '--max-time 10m'],
  [{ maxTime: '999h' }, "'999h'", '--max-time 10m'],
  [{ maxTime: '1.5h' }, "'1.5h'", '--max-time 10m'],
])('%j is refused in one line', (options, message, hint) => {
  let error: UserError | undefined;
  try {
    requestOf(options);
  } catch (caught) {
    error = caught as UserError;
  }
  expect(error?.message).toContain(message);
  expect(error?.hint).toContain(hint);
  expect(`${error?.message}${error?.hint}`).not.toContain('\n');
});

test.each([
  [{ precision: '2%', blocks: '9' }, '--precision', '--blocks'],
  [{ maxTime: '10m', quick: true }, '--max-time', '--quick'],
  [{ precision: '2%', hypotheses: 'C1' }, '--precision', '--hypotheses'],
])('%j contradict each other', (options, one, other) => {
  expect(() => requestOf(options)).toThrow(
    new RegExp(`option '${one} [^']*' cannot be used with option '${other}[^']*'`),
  );
});

import { describe, expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { makeProcessEnvironment } from './process-environment.ts';

const make = (environment: Record<string, string>) => makeProcessEnvironment({ name: 'x', environment });

/** As the kernel copies them above the stack. */
const stringsOf = (environment: Readonly<Record<string, string>>) =>
  Object.entries(environment).map(([name, value]) => `${name}=${value}\0`);

test.each([
  [{}],
  [{ GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0' }],
  [{ MALLOC_CONF: '' }],
  [{ A: '1', B: '2', C: '3', D: '4', E: '5' }],
  // One byte short of the size: all of the padding is its name.
  [{ A: 'x'.repeat(1024 - 'PATH=/usr/bin:/bin.LC_ALL=C.A=.'.length - 5 * 'NUMA_LAB_PADDING_0=.'.length) }],
])('%j comes in an environment of the same size and number of variables', (settings) => {
  const environment = make(settings);
  expect(environment).toMatchObject({ PATH: '/usr/bin:/bin', LC_ALL: 'C', ...settings });
  expect(stringsOf(environment)).toHaveLength(8);
  expect(stringsOf(environment).join('')).toHaveLength(1024);
});

test('what is not asked for is padding', () => {
  const names = Object.keys(make({ MALLOC_CONF: 'narenas:1' }));
  expect(names.slice(0, 3)).toEqual(['PATH', 'LC_ALL', 'MALLOC_CONF']);
  expect(names.slice(3).filter((name) => !/^NUMA_LAB_PADDING_[0-4]$/.test(name))).toEqual([]);
});

describe('refuses, naming the target and the variable,', () => {
  test.each([
    ['one byte too many', { A: 'x'.repeat(894) }, /sets 1 bytes too many .*: A$/],
    ['more variables than there is room for', { A: '', B: '', C: '', D: '', E: '', F: '' }, /sets 6 .* A, B/],
    ["the lab's own", { PATH: '/' }, /'PATH', which is the lab's own/],
    ["the lab's padding", { NUMA_LAB_PADDING_0: '' }, /'NUMA_LAB_PADDING_0'/],
    ['a name that is none', { 'A=B': '' }, /'A=B', which is no name/],
    ['a number, which would change its place', { 1: '' }, /'1', which is no name/],
    ['bytes that the guest would get otherwise', { A: 'é' }, /'A' to "é"/],
    ['a NUL', { A: 'a\0b' }, /'A' to "a\\u0000b"/],
  ])('%s', (_what, settings, message) => {
    expect(() => make(settings)).toThrow(UserError);
    expect(() => make(settings)).toThrow(message);
    expect(() => make(settings)).toThrow("target 'x'");
  });
});

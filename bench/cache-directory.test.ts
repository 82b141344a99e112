import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { cacheDirectory } from './cache-directory.ts';
import { UserError } from './user-error.ts';

test.each([
  [{ NUMA_LAB_CACHE: '/own', XDG_CACHE_HOME: '/xdg', HOME: '/home/a' }, '/own'],
  [{ NUMA_LAB_CACHE: '', XDG_CACHE_HOME: '/xdg', HOME: '/home/a' }, '/xdg/numa-lab'],
  [{ XDG_CACHE_HOME: 'relative', HOME: '/home/a' }, '/home/a/.cache/numa-lab'],
])('%j', (env, folder) => {
  expect(cacheDirectory(env)).toBe(folder);
});

test.each([{}, { HOME: '' }, { HOME: 'relative' }])('%j: the system knows the home of the user', (env) => {
  expect(cacheDirectory(env)).toBe(`${userInfo().homedir}/.cache/numa-lab`);
});

test('a relative folder of the user is refused: it would be another one in every folder', () => {
  expect(() => cacheDirectory({ NUMA_LAB_CACHE: 'cache' })).toThrow(UserError);
  expect(() => cacheDirectory({ NUMA_LAB_CACHE: 'cache' })).toThrow("'cache'");
});

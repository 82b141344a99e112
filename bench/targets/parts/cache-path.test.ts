import { expect, test } from 'vitest';
import { checkCachePath } from './cache-path.ts';

test.each([
  '/tmp/a b',
  '/tmp/a:b',
  '/tmp/$HOME',
  "/tmp/it's",
  '/tmp/a,b',
  '/tmp/50%',
  '/tmp/a#b',
  '/tmp/a\nb',
])('make cannot build in %j', (path) => {
  expect(() => checkCachePath(path)).toThrow('nothing can be built in the cache folder');
});

test.each(['/root/.cache/numa-lab', '/home/jürgen/a+b/c@d_e-f', '/tmp/x^y'])(
  'a build may go to %s',
  (path) => {
    expect(() => checkCachePath(path)).not.toThrow();
  },
);

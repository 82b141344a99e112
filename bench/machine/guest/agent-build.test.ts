import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLabRoot } from '../../lab-root.ts';

/** All that set-up has before it builds them; musl-gcc, for one, comes with the packages for tests only. */
const available = ['gcc', 'mkdir', 'mv'];

test('the programs of the guest are built by what every set-up installs', () => {
  const folder = join(findLabRoot(), 'native', 'guest');
  const commands = execFileSync(
    'make',
    ['--dry-run', '--always-make', '--no-print-directory', '-C', folder, 'all', 'fixture'],
    {
      encoding: 'utf8',
    },
  );
  const programs = commands
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  expect(programs).toContain('gcc');
  expect(available).toEqual(expect.arrayContaining([...new Set(programs)]));
});

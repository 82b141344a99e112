import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { about } from './check.ts';
import { renderFix } from './render-fix.ts';

const governor = about('governor', 'performance');
const nodes = about('nodes', 'two');

test('only what did not pass is in the script, its commands bare and its finding in a comment', () => {
  const text = renderFix([
    governor.warn('powersave', 'set it', ['echo performance']),
    about('aslr', 'on').pass('on'),
    nodes.warn('one node', 'use another host'),
  ]);
  expect(text.split('\n')).toContain('echo performance');
  expect(text).toContain('# governor: powersave\n');
  expect(text).toContain('# What no command fixes:\n# nodes: one node; use another host\n');
  expect(text).not.toContain('aslr');
});

test('a script of a finding that has lines of its own runs its commands and nothing else', () => {
  const text = renderFix([governor.unknown('odd\necho broken out', 'look\n at it', ['echo fixed'])]);
  expect(execFileSync('sh', ['-c', text], { encoding: 'utf8' })).toBe('fixed\n');
});

test('it says so when there is nothing to do, and when no command helps', () => {
  expect(renderFix([governor.pass('performance')])).toBe('# Nothing to do: every check passed.\n');
  const text = renderFix([nodes.warn('one node', 'use another host')]);
  expect(text).toMatch(/^# Nothing to run: no command fixes what did not pass\.\n/);
  expect(text).toContain('# nodes: one node; use another host');
});

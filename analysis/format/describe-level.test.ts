import { expect, test } from 'vitest';
import { describeLevel } from './describe-level.ts';

test.each([
  ['sizes', 'fixed:64', '64-byte blocks'],
  ['sizes', 'loguniform:16-4096', 'blocks of 16 to 4096 bytes'],
  ['sizes', 'list:1,2', 'blocks of sizes list:1,2'],
  ['turn', '16', 'turns of 16'],
  ['turn', '0', 'no turns'],
  ['pattern', 'shifted', 'shifted'],
  ['slots', '1000', 'slots 1000'],
])('%s=%s is said as %s', (name, value, said) => {
  expect(describeLevel(name, value)).toBe(said);
});

import { expect, test } from 'vitest';
import { renderChecked } from './render-checked.ts';

test.each([
  [{ state: 'passed', checks: 31 }, 'musl: all 31 checks pass\n'],
  [
    {
      state: 'failed',
      failures: [
        { check: 'huge-sizes', detail: 'no ENOMEM' },
        { check: 'zero-size', detail: 'NULL', known: 'known since 1.0' },
      ],
    },
    "musl: fails 'huge-sizes': no ENOMEM\nmusl: fails 'zero-size': known since 1.0\n",
  ],
  [{ state: 'broken', detail: 'signal 11' }, 'musl: could not be run: signal 11\n'],
  [{ state: 'not-built', detail: 'no gcc' }, 'musl: not built: no gcc\n'],
] as const)('%j', (result, text) => {
  expect(renderChecked({ target: 'musl', result })).toBe(text);
});

import { expect, test } from 'vitest';
import { renderDuration } from './render-duration.ts';

test.each([
  [0.2, '1 s'],
  [40.4, '40 s'],
  [89, '89 s'],
  [100, '2 min'],
  [3540, '59 min'],
  [3600, '1 h 0 min'],
  [4800, '1 h 20 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(renderDuration(seconds)).toBe(text);
});

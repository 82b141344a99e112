import { expect, test } from 'vitest';
import { didYouMean } from './did-you-mean.ts';

const names = ['churn', 'remote-free', 'threads'];

test('a typing error names the nearest candidate', () => {
  expect(didYouMean('chrun', names)).toBe("did you mean 'churn'?");
  expect(didYouMean('thread', names)).toBe("did you mean 'threads'?");
});

test('a name like none of the candidates lists them', () => {
  expect(didYouMean('xylophone', names)).toBe('choose from churn, remote-free, threads');
});

test('no candidates is said plainly', () => {
  expect(didYouMean('x', [])).toBe('there is none');
});

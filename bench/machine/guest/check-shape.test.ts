import { expect, test } from 'vitest';
import { UserError } from '../../user-error.ts';
import { checkShape } from './check-shape.ts';

const mebibyte = 1024 * 1024;
const shape = (nodes: number, mebibytes: number) => ({
  nodes,
  cpusPerNode: 2,
  memoryPerNodeBytes: mebibytes * mebibyte,
});

function refusal(work: () => void): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error('not refused');
}

test('accepts what the host has room for', () => {
  checkShape(shape(8, 512), 8 * 1024 * mebibyte);
});

test('refuses more memory than is free, with the most that would fit', () => {
  const error = refusal(() => checkShape(shape(4, 4096), 8192 * mebibyte));
  expect(error.message).toBe(
    '4 virtual nodes with 4096 MiB each need 16640 MiB of memory, and 8192 MiB are free',
  );
  expect(error.hint).toBe('give at most --memory-per-node 1984M');
});

test('asks for fewer nodes when even the smallest ones do not fit', () => {
  expect(refusal(() => checkShape(shape(8, 512), 512 * mebibyte)).hint).toBe('use a smaller --virtual-shape');
});

test.each([1, 127])('refuses a node of %i MiB, in which no kernel runs', (mebibytes) => {
  expect(refusal(() => checkShape(shape(2, mebibytes), 8192 * mebibyte)).hint).toContain('at least 128M');
});

test('refuses a size that is no whole number of MiB', () => {
  const odd = { ...shape(2, 256), memoryPerNodeBytes: 256 * mebibyte + 1 };
  expect(refusal(() => checkShape(odd, 8192 * mebibyte)).message).toContain('268435457 bytes');
});

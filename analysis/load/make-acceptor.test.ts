import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { trialRecord } from '../../results/schema/trial.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeAcceptor } from './make-acceptor.ts';

const accepts = makeAcceptor(trialRecord);
const records = exampleRun().trials;

test('every record of the example is accepted', () => {
  expect(records.filter((record) => !accepts(record))).toEqual([]);
});

test('a record with one part changed, added or lost is accepted exactly where the format accepts it', () => {
  const verdicts = { accepted: 0, refused: 0 };
  const strange = fc.constantFrom<unknown>(
    ...[0, 1, -1, 0.5, 2 ** 53, 1024, 1e300, null, true, '', 'x', '0', 'end', 'absent', '2025-01-02'],
    ...[
      '2025-01-02T03:04:05Z',
      '1'.repeat(21),
      'ab'.repeat(8),
      'ab'.repeat(32),
      [],
      {},
      [0],
      [0, 0],
      [0, 0, 0],
    ],
    ...[
      { unavailable: '' },
      { unavailable: 'why' },
      { other: 1 },
      { mmap: 1 },
      { node: 0 },
      { node: 0, x: -1 },
    ],
  );
  const change = fc.record({
    record: fc.constantFrom(...records),
    path: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
    how: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
    value: strange,
  });
  fc.assert(
    fc.property(change, ({ record, path, how, value }) => {
      const json = JSON.parse(JSON.stringify(record));
      mutate(json, path, how, value);
      const expected = trialRecord.safeParse(json).success;
      verdicts[expected ? 'accepted' : 'refused'] += 1;
      expect(accepts(json)).toBe(expected);
    }),
    { numRuns: 1500, seed: 1 },
  );
  // Neither verdict may be all there is, or nothing was tested.
  expect(Math.min(verdicts.accepted, verdicts.refused)).toBeGreaterThan(20);
});

describe('parts that the example lacks', () => {
  const tuple = makeAcceptor(z.tuple([z.int(), z.int()]));
  test.each([[[1]], [[1, 2, 3]], [[1, 'x']], [{}]])('the tuple %j is refused', (value) => {
    expect(tuple(value)).toBe(false);
  });
  test('a tuple of its length is accepted', () => {
    expect(tuple([1, 2])).toBe(true);
  });
  test('a refinement that JSON Schema does not tell is an error', () => {
    expect(() => makeAcceptor(z.string().refine((text) => text !== 'x'))).toThrow(/refinement/);
  });
  test('a refinement that it does tell is one', () => {
    const format = z.record(z.string(), z.int()).refine((of) => 'a' in of);
    const told = makeAcceptor(z.union([format.meta({ required: ['a'] }), z.null()]));
    expect([{ a: 1 }, { b: 1 }, null].map(told)).toEqual([true, false, true]);
  });
  test('a transformation is an error', () => {
    expect(() => makeAcceptor(z.object({ a: z.string().transform(Number) }))).toThrow(/[Tt]ransform/);
  });
});

/** Walks down `path`, each step modulo the number of parts, and changes what it finds where it ends. */
function mutate(root: unknown, path: readonly number[], how: string, value: unknown): void {
  let at = root;
  for (const [depth, step] of path.entries()) {
    if (typeof at !== 'object' || at === null) return;
    const parts = at as Record<string, unknown>;
    const keys = Object.keys(parts);
    const key = keys[step % Math.max(1, keys.length)];
    const next = key === undefined ? undefined : parts[key];
    const deepest = depth === path.length - 1 || typeof next !== 'object' || next === null;
    if (deepest) {
      changePart(parts, key, how, value);
      return;
    }
    at = next;
  }
}

function changePart(
  parts: Record<string, unknown>,
  key: string | undefined,
  how: string,
  value: unknown,
): void {
  if (how === 'add' || key === undefined) parts[Array.isArray(parts) ? parts.length : 'added'] = value;
  else if (how === 'replace') parts[key] = value;
  else if (how === 'repeat' && Array.isArray(parts)) parts.push(parts[Number(key)]);
  else if (Array.isArray(parts)) parts.splice(Number(key), 1);
  else delete parts[key];
}

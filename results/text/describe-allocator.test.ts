import { expect, test } from 'vitest';
import { compareAllocatorFiles } from '../../analysis/compare/allocator-file.ts';
import { contrastOf } from '../../analysis/compare/contrast.ts';
import { renderMarkdown } from '../../analysis/render/markdown.ts';
import { renderPost } from '../../analysis/render/post.ts';
import { renderText } from '../../analysis/render/text.ts';
import { buildReport } from '../../analysis/report/build-report.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeEnvironment } from '../../test/fixtures/runs/make-environment.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import type { Environment } from '../schema/environment.ts';
import { describeAllocator } from './describe-allocator.ts';

type Target = Environment['targets'][string];

const known = makeEnvironment(['glibc']).targets.glibc as Target;

/** A target with a library of the user's that no known interface answers for. */
function withLibrary(label: string, object: string, sha256: string): Target {
  const proof = structuredClone(known.proof);
  const allocator = { ...proof.allocator, name: 'unknown', version: 'unknown', object };
  return {
    ...known,
    proof: { ...proof, target: label, allocator } as Target['proof'],
    libraries: object === 'program' ? [] : [{ name: object, sha256 }],
    parts: [{ what: 'library', version: 'unknown', sourceSha256: sha256, flags: '' }],
  };
}

const [first, second] = ['1', '2'].map((digit) => digit.repeat(64)) as [string, string];
const shown = 'libown.so (sha256 111111111111), which does not report its version';

test('a library that proves nothing of itself is reported by its file', () => {
  expect(describeAllocator(known)).toBe('glibc 2.36');
  expect(describeAllocator(withLibrary('glibc+own', 'libown.so', first))).toBe(shown);
  expect(describeAllocator(withLibrary('glibc+own@relink=1', 'program', first))).toBe(
    'own (sha256 111111111111), which does not report its version',
  );
  expect(describeAllocator({ ...withLibrary('mine', 'program', first), parts: [] })).toBe(
    'an allocator that reports neither its name nor its version',
  );
});

test('reports show it so, and nowhere as unknown unknown', () => {
  const files = exampleRun();
  const own = withLibrary('glibc', 'libown.so', first);
  const targets = { ...files.environment.targets, glibc: own };
  const report = buildReport(makeRun({ ...files, environment: { ...files.environment, targets } }));
  for (const text of [renderText(report), renderPost(report, []), renderMarkdown(report, [])]) {
    // Lines are wrapped, and Markdown escapes parentheses.
    const words = text.replaceAll(/\\/g, '').replaceAll(/\s+/g, ' ');
    expect(words).toContain(shown);
    expect(words).not.toContain('unknown unknown');
  }
});

test.each([
  ['shared libraries', withLibrary('glibc+a', 'liba.so', first), withLibrary('glibc+b', 'libb.so', second)],
  ['of one name', withLibrary('glibc+a', 'lib.so', first), withLibrary('glibc+b', 'lib.so', second)],
  ['archives', withLibrary('glibc+a', 'program', first), withLibrary('glibc+b', 'program', second)],
])('two of them are two allocators and not a difference of labels: %s', (_what, a, b) => {
  const contrast = contrastOf(a.proof, b.proof, compareAllocatorFiles(a, b));
  expect(contrast).toEqual({ contrast: 'allocator', confounded: null });
});

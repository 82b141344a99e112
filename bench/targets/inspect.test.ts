import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProof } from '../../test/fixtures/program-output.ts';
import { inspectProgram } from './inspect.ts';
import { glibc } from './recipes/glibc.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that prints a proof, and before it what a library's constructor says. */
async function inspect(greeting: string, { code = 0 } = {}) {
  const about = { type: 'about', schema: 1, ...makeProof('glibc') };
  const source = join(folder, 'program.c');
  const path = join(folder, 'program');
  await writeFile(
    source,
    `#include <stdio.h>
    __attribute__((constructor)) static void greet(void) { ${greeting} }
    int main(void) { puts(${JSON.stringify(JSON.stringify(about))}); return ${code}; }`,
  );
  await promisify(execFile)('gcc', ['-o', path, source]);
  const parts = { toolchain: undefined, library: undefined };
  const found = await inspectProgram(glibc, parts, path);
  return found.state === 'refused' ? found.reason : found.state;
}

test('a library that prints to stdout is refused with its words, without control characters', async () => {
  expect(await inspect('puts("fastmalloc \\033[1m3.1\\007\\nready");')).toBe(
    "--about printed more than its proof on stdout, and words belong on stderr: 'fastmalloc 3.1 ready'",
  );
  expect(await inspect('printf("no line end ");')).toContain(": 'no line end'");
});

test('what it prints to stderr does no harm', async () => {
  expect(await inspect('fputs("fastmalloc ready\\n", stderr);')).not.toContain('fastmalloc');
});

test('a program that fails is refused with what it said, wherever it said it', async () => {
  expect(await inspect('fputs("no \\033[31mNUMA\\n", stderr);', { code: 3 })).toBe(
    '--about exited with 3: no NUMA',
  );
  expect(await inspect('puts("no licence"); fflush(stdout); __builtin__Exit(4);')).toBe(
    '--about exited with 4: no licence',
  );
});

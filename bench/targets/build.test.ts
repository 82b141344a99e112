import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildTargets } from './build.ts';
import type { TargetRecipe } from './recipe.ts';
import { readTargetStatuses } from './status.ts';

/** A program that says of itself what PROOF_* tell it, built as the real ones are. */
const source = `
#include <stdio.h>
int main(void)
{
	puts("{\\"type\\":\\"about\\",\\"schema\\":1,\\"target\\":\\"" TARGET "\\","
		"\\"libc\\":{\\"name\\":\\"glibc\\",\\"version\\":\\"2.36\\",\\"link\\":\\"dynamic\\"},"
		"\\"allocator\\":{\\"name\\":\\"" ALLOCATOR "\\",\\"version\\":\\"1\\",\\"evidence\\":\\"said so\\"},"
		"\\"usableSizeBytes\\":[],\\"derivedDefaults\\":{},"
		"\\"build\\":{\\"compiler\\":\\"cc\\",\\"flags\\":\\"\\",\\"sourceSha256\\":\\"" SOURCE_SHA256 "\\"}}");
	return 0;
}
`;

const makefile = `bench:
	echo built >>built.log
	$(CC) $(CFLAGS) -DTARGET='"$(TARGET)"' -DSOURCE_SHA256='"$(SOURCE_SHA256)"' -o '$(OUT)/numa-bench-$(TARGET)' workloads/main.c $(LDFLAGS)
`;

let root = '';
const progress: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'numa-lab-build-'));
  progress.length = 0;
  for (const folder of ['conformance', 'harness', 'workloads'])
    await mkdir(join(root, 'native', folder), { recursive: true });
  await writeFile(join(root, 'native', 'Makefile'), makefile);
  await writeFile(join(root, 'native', 'workloads', 'main.c'), source);
});

afterEach(() => rm(root, { recursive: true, force: true }));

const tiny: TargetRecipe = {
  name: 'tiny',
  libc: 'glibc',
  allocator: 'ptmalloc',
  link: 'dynamic',
  needs: [],
  make: { CC: 'gcc', CFLAGS: `-DALLOCATOR='"ptmalloc"'`, LDFLAGS: '', LDLIBS: '' },
};

function build(recipe: TargetRecipe) {
  return buildTargets([recipe.name], {
    cacheDirectory: join(root, 'cache'),
    labRoot: root,
    onProgress: (line) => progress.push(line),
    table: [recipe],
  });
}

async function countCompilations(): Promise<number> {
  const log = await readFile(join(root, 'native', 'built.log'), 'utf8').catch(() => '');
  return log.split('\n').length - 1;
}

const cached = () => readdir(join(root, 'cache', 'targets'));

test('a built target carries its proof, its hash and the libraries its loader resolves', async () => {
  const target = (await build(tiny)).get('tiny');
  expect(target?.proof).toMatchObject({ target: 'tiny', allocator: { name: 'ptmalloc' } });
  expect(target?.binarySha256).toMatch(/^[0-9a-f]{64}$/);
  expect(target?.libraries.map(({ name }) => name)).toEqual(['ld-linux-x86-64.so.2', 'libc.so.6']);
  expect(target?.libraries.every(({ path }) => path.startsWith('/'))).toBe(true);
});

test('a second call compiles nothing and answers the same', async () => {
  const first = await build(tiny);
  progress.length = 0;
  expect(await build(tiny)).toEqual(first);
  expect(await countCompilations()).toBe(1);
  expect(progress).toEqual([]);
});

test('two callers at once compile once', async () => {
  const [first, second] = await Promise.all([build(tiny), build(tiny)]);
  expect(first).toEqual(second);
  expect(await countCompilations()).toBe(1);
});

test('other flags and other sources are other builds, and the old ones stay', async () => {
  const first = (await build(tiny)).get('tiny');
  const flags = `${tiny.make.CFLAGS} -O1`;
  const second = (await build({ ...tiny, make: { ...tiny.make, CFLAGS: flags } })).get('tiny');
  await appendFile(join(root, 'native', 'workloads', 'main.c'), '/* changed */\n');
  const third = (await build(tiny)).get('tiny');
  expect(new Set([first?.path, second?.path, third?.path]).size).toBe(3);
  expect(third?.proof.build.sourceSha256).not.toBe(first?.proof.build.sourceSha256);
  expect(await cached()).toHaveLength(3);
});

test('a program changed in the cache is built anew', async () => {
  const path = (await build(tiny)).get('tiny')?.path ?? '';
  await appendFile(path, 'x');
  await build(tiny);
  expect(await countCompilations()).toBe(2);
});

test('a program that lost its permission to run is built anew', async () => {
  const path = (await build(tiny)).get('tiny')?.path ?? '';
  await chmod(path, 0o644);
  await build(tiny);
  expect(await countCompilations()).toBe(2);
});

test('a compiler that fails is told with its first error, and nothing but the log stays', async () => {
  await writeFile(join(root, 'native', 'workloads', 'main.c'), '#error too old\n');
  await expect(build(tiny)).rejects.toThrow(
    /^target 'tiny' does not build: .*main\.c:1:2: error: #error too old$/,
  );
  const left = await cached();
  expect(left).toHaveLength(1);
  expect(left[0]).toMatch(/\.log$/);
  expect(await readFile(join(root, 'cache', 'targets', left[0] ?? ''), 'utf8')).toContain('too old');
});

test('a program that proves another allocator than its row says is refused and not kept', async () => {
  await expect(build({ ...tiny, allocator: 'jemalloc' })).rejects.toThrow(
    "the program built for target 'tiny' is refused: allocator is 'ptmalloc' instead of 'jemalloc'",
  );
  expect(await cached()).toEqual([]);
});

test('a program linked otherwise than it says is refused by its own headers', async () => {
  const make = { ...tiny.make, LDFLAGS: '-static' };
  await expect(build({ ...tiny, make })).rejects.toThrow(
    "link mode of its headers is 'static' instead of 'dynamic'",
  );
});

test('a missing compiler is an error that names the package', async () => {
  const needs = [{ type: 'program', program: 'no-such-cc', debianPackage: 'no-such-package' }] as const;
  await expect(build({ ...tiny, needs })).rejects.toMatchObject({
    message: "target 'tiny' cannot be built: no-such-cc not found",
    hint: 'install the package no-such-package (Debian: apt-get install no-such-package)',
  });
});

test('the list of targets tells built, buildable and missing apart', async () => {
  const options = { cacheDirectory: join(root, 'cache'), labRoot: root };
  const needs = [{ type: 'file', anyOf: ['/no/such/libc.a'], debianPackage: 'none' }] as const;
  const table = [tiny, { ...tiny, name: 'lacking', needs }];
  const states = async () => (await readTargetStatuses(options, table)).map(({ state }) => state);
  expect(await states()).toEqual(['buildable', 'missing']);
  await build(tiny);
  expect(await states()).toEqual(['built', 'missing']);
});

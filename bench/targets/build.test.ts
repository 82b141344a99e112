import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { buildTargets } from './build.ts';
import type { BuiltTarget } from './built-target.ts';
import type { TargetRecipe } from './recipe.ts';
import { readTargetStatuses } from './status.ts';

/** A program that says of itself what PROOF_* tell it, built as the real ones are. */
const source = `
#include <stdio.h>
int main(void)
{
	puts("{\\"type\\":\\"about\\",\\"schema\\":1,\\"target\\":\\"" TARGET "\\","
		"\\"libc\\":{\\"name\\":\\"glibc\\",\\"version\\":\\"2.36\\",\\"link\\":\\"dynamic\\"},"
		"\\"allocator\\":{\\"name\\":\\"" ALLOCATOR "\\",\\"version\\":\\"1\\",\\"evidence\\":\\"said so\\","
		"\\"object\\":\\"program\\",\\"ownership\\":\\"all\\",\\"settings\\":{\\"arenas\\":\\"two\\"}},"
		"\\"usableSizeBytes\\":[],\\"derivedDefaults\\":{},"
		"\\"build\\":{\\"compiler\\":\\"cc\\",\\"flags\\":\\"\\",\\"sourceSha256\\":\\"" SOURCE_SHA256 "\\"}}");
	return 0;
}
`;

const makefile = `bench:
	echo built >>built.log
	$(CC) $(CFLAGS) -DTARGET='"$(TARGET)"' -DSOURCE_SHA256='"$(SOURCE_SHA256)"' -o '$(OUT)/numa-bench-$(TARGET)' program/main.c $(LDFLAGS) $(LDLIBS)
	echo >'$(OUT)/numa-bench-$(TARGET).map'
	echo >'$(OUT)/numa-bench-tls.so'
`;

let root = '';
const progress: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'numa-lab-build-'));
  progress.length = 0;
  for (const folder of ['census', 'conformance', 'counters', 'harness', 'program', 'proof', 'workloads'])
    await mkdir(join(root, 'native', folder), { recursive: true });
  await writeFile(join(root, 'native', 'Makefile'), makefile);
  await writeFile(join(root, 'native', 'program', 'main.c'), source);
});

afterEach(() => rm(root, { recursive: true, force: true }));

const tiny: TargetRecipe = {
  name: 'tiny',
  libc: 'glibc',
  allocator: 'glibc',
  link: 'dynamic',
  needs: [],
  make: { CC: 'gcc', CFLAGS: `-DALLOCATOR='"glibc"'`, LDFLAGS: '', LDLIBS: '' },
};

function buildAll(recipes: readonly TargetRecipe[]) {
  return buildTargets(recipes, {
    cacheDirectory: join(root, 'cache'),
    labRoot: root,
    onProgress: (line) => progress.push(line),
  });
}

/** The built target; rejects with what it failed of. */
async function build(recipe: TargetRecipe): Promise<BuiltTarget> {
  const outcome = (await buildAll([recipe])).get(recipe.name);
  if (outcome?.state !== 'built') throw outcome?.error ?? new Error('no outcome');
  return outcome.target;
}

async function countCompilations(): Promise<number> {
  const log = await readFile(join(root, 'native', 'built.log'), 'utf8').catch(() => '');
  return log.split('\n').length - 1;
}

const cached = () => readdir(join(root, 'cache', 'targets'));

test('a built target carries its proof, its hash and the libraries its loader resolves', async () => {
  const target = await build(tiny);
  expect(target.proof).toMatchObject({ target: 'tiny', allocator: { name: 'glibc' } });
  expect(target.binarySha256).toMatch(/^[0-9a-f]{64}$/);
  expect(target.libraries.map(({ name }) => name)).toEqual(['ld-linux-x86-64.so.2', 'libc.so.6']);
  expect(target.libraries.every(({ path }) => path.startsWith('/'))).toBe(true);
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
  const first = await build(tiny);
  const flags = `${tiny.make.CFLAGS} -O1`;
  const second = await build({ ...tiny, make: { ...tiny.make, CFLAGS: flags } });
  await appendFile(join(root, 'native', 'program', 'main.c'), '/* changed */\n');
  const third = await build(tiny);
  expect(new Set([first.path, second.path, third.path]).size).toBe(3);
  expect(third.proof.build.sourceSha256).not.toBe(first.proof.build.sourceSha256);
  expect(await cached()).toHaveLength(3);
});

test('a program changed in the cache is built again', async () => {
  const { path } = await build(tiny);
  await appendFile(path, 'x');
  await build(tiny);
  expect(await countCompilations()).toBe(2);
});

test('the module that a program opens is kept beside it, and built again when it was changed or lost', async () => {
  const { path, modules } = await build(tiny);
  expect(modules).toMatchObject([
    { name: 'numa-bench-tls.so', path: join(dirname(path), 'numa-bench-tls.so') },
  ]);
  await appendFile(modules[0]?.path ?? '', 'x');
  await build(tiny);
  expect(await countCompilations()).toBe(2);
  await rm(modules[0]?.path ?? '');
  await build(tiny);
  expect(await countCompilations()).toBe(3);
});

test('a program that lost its permission to run is built again', async () => {
  const { path } = await build(tiny);
  await chmod(path, 0o644);
  await build(tiny);
  expect(await countCompilations()).toBe(2);
});

test('a compiler that fails is reported with its first error, and nothing but the log stays', async () => {
  await writeFile(join(root, 'native', 'program', 'main.c'), '#error too old\n');
  await expect(build(tiny)).rejects.toThrow(
    /^target 'tiny' does not build: .*main\.c:1:2: error: #error too old$/,
  );
  const left = await cached();
  expect(left).toHaveLength(1);
  expect(left[0]).toMatch(/\.log$/);
  expect(await readFile(join(root, 'cache', 'targets', left[0] ?? ''), 'utf8')).toContain('too old');
  await writeFile(join(root, 'native', 'program', 'main.c'), source);
  expect((await build(tiny)).path).toContain('numa-bench-tiny');
});

test('a program that proves another allocator than its row says is refused and not kept', async () => {
  await expect(build({ ...tiny, allocator: 'jemalloc' })).rejects.toThrow(
    "the program built for target 'tiny' is refused: allocator is 'glibc' instead of 'jemalloc'",
  );
  expect((await cached()).filter((name) => !name.endsWith('.log'))).toEqual([]);
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

test('one target that fails does not stop the others', async () => {
  const needs = [{ type: 'file', anyOf: ['/no/such/libc.a'], debianPackage: 'none' }] as const;
  const broken = { ...tiny, name: 'broken', make: { ...tiny.make, LDLIBS: '-lno-such-library' } };
  const outcomes = await buildAll([{ ...tiny, name: 'lacking', needs }, broken, tiny]);
  expect([...outcomes].map(([name, { state }]) => [name, state])).toEqual([
    ['lacking', 'failed'],
    ['broken', 'failed'],
    ['tiny', 'built'],
  ]);
  const error = (name: string) => {
    const outcome = outcomes.get(name);
    return outcome?.state === 'failed' ? outcome.error : undefined;
  };
  expect(error('lacking')).toBeInstanceOf(UserError);
  expect(error('broken')?.message).toContain('cannot find -lno-such-library');
});

test('a full disk is reported as such, whatever the compiler says first', async () => {
  const full = 'bench:\n\t@echo "cc1: error: cannot write"; echo "as: No space left on device"; exit 1\n';
  await writeFile(join(root, 'native', 'Makefile'), full);
  await expect(build(tiny)).rejects.toThrow("target 'tiny' does not build: as: No space left on device");
});

test('a setting that did not take is refused, one that did is part of the target', async () => {
  const settings = { arenas: 'one' };
  await expect(build({ ...tiny, settings })).rejects.toThrow("setting arenas is 'two' instead of 'one'");
  const defaults = { 'decay.ms': 0 };
  await expect(build({ ...tiny, defaults })).rejects.toThrow(
    "default decay.ms is 'not reported' instead of '0'",
  );
  const target = await build({ ...tiny, settings: { arenas: 'two' }, environment: { MALLOC_CONF: 'x' } });
  expect(target.environment).toEqual({ MALLOC_CONF: 'x' });
});

test('another link order is another build of the same code', async () => {
  const paths = await Promise.all([tiny, { ...tiny, name: 'tiny@relink=1', linkSeed: 1 }].map(build));
  expect(new Set(paths.map(({ path }) => path)).size).toBe(2);
});

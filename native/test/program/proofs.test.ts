import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Proof, proof } from '../../../results/schema/proof.ts';
import { cpus } from './cpus.ts';
import { compileFile } from './preload.ts';
import { succeed } from './run.ts';
import { buildable, canLink, folder, hasMusl, native, objectsOf, programOf } from './targets.ts';

const linked = join(folder, 'linked');
const preloaded = join(folder, 'preload');

type Environment = Readonly<Record<string, string>>;

/** The same twice, of all blocks when the allocator is known. */
function prove(command: readonly string[], environment: Environment = {}): Proof {
  const print = () => succeed([...command, '--about'], { environment });
  const printed = print();
  expect(print()).toBe(printed);
  const { type, schema, ...about } = JSON.parse(printed);
  expect([type, schema]).toEqual(['about', 1]);
  const proved = proof.parse(about);
  if (proved.allocator.name !== 'unknown') expect(proved.allocator.ownership).toMatch(/ 8 of 8 blocks$/);
  return proved;
}

function expectProof(
  command: readonly string[],
  wanted: Pick<Proof['allocator'], 'name' | 'object' | 'settings'>,
  environment: Environment = {},
): void {
  const { name, object, settings } = prove(command, environment).allocator;
  expect({ name, object, settings }).toEqual(wanted);
}

/** A target's objects once more, with other libraries behind them. */
function linkAgain(
  target: string,
  name: string,
  cc: string,
  before: readonly string[],
  after: readonly string[],
): string {
  mkdirSync(linked, { recursive: true });
  const path = join(linked, name);
  execFileSync(cc, [...before, '-pthread', '-o', path, ...objectsOf(target), ...after]);
  return path;
}

/** An object for static musl of a file in test/preload. */
function compileForMusl(file: string, ...flags: readonly string[]): string {
  mkdirSync(linked, { recursive: true });
  const path = join(linked, `${file}.o`);
  const source = join(native, 'test', 'preload', `${file}.c`);
  execFileSync('musl-gcc', ['-O2', '-fno-builtin', ...flags, '-c', '-o', path, source]);
  return path;
}

describe.each(buildable)('$name', ({ name, libc, link, allocator }) => {
  test('proves its label', () => {
    const proved = prove([programOf(name)]);
    expect([proved.target, proved.libc.name, proved.libc.link, proved.allocator.name]).toEqual([
      name,
      libc,
      link,
      allocator,
    ]);
    expect(proved.libc.version).toMatch(/^\d+\.\d+/);
    expect(proved.allocator.version).toMatch(/^\d+\.\d+/);
  });

  test('has a link map', () => expect(statSync(`${programOf(name)}.map`).size).toBeGreaterThan(0));
});

const usual = { threadArena: 'own', tcache: 'on' };
const glibc = { name: 'glibc', object: 'libc.so.6', settings: usual } as const;
const tunables = (text: string) => ({ GLIBC_TUNABLES: text });

test('glibc is proved however it is linked', () => {
  expectProof([programOf('glibc')], glibc);
  expectProof([programOf('glibc-static')], { ...glibc, object: 'program' });
  // There a function's address can be that of a jump in the program.
  const out = `OUT=${folder}/targets/glibc-no-pie`;
  const flags = ['CC=gcc -fno-pie', 'CFLAGS=-O2 -g', 'LDFLAGS=-no-pie', 'LDLIBS='];
  execFileSync('make', ['-j2', '-s', '-C', native, 'bench', 'TARGET=glibc-no-pie', out, ...flags]);
  expectProof([programOf('glibc-no-pie')], glibc);
});

test.each([
  ['glibc.malloc.arena_max=1', { threadArena: 'main', tcache: 'on' }],
  ['glibc.malloc.tcache_count=0', { threadArena: 'own', tcache: 'off' }],
  // Without fast bins too, where a free block shows elsewhere.
  [
    'glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0:glibc.malloc.arena_max=1',
    { threadArena: 'main', tcache: 'off' },
  ],
])('settings of glibc are found in force: %s', (text, settings) =>
  expectProof([programOf('glibc')], { ...glibc, settings }, tunables(text)),
);

test('functions that forward to glibc are named, and the blocks are glibc’s', () => {
  const forward = compileFile('forward-malloc', { flags: ['-Wl,-soname,forward-malloc.so'] });
  const program = linkAgain('glibc', 'glibc-forward', 'gcc', [], [forward]);
  expectProof([program], { ...glibc, object: 'forward-malloc.so' }, { LD_LIBRARY_PATH: preloaded });
  const counting = { LD_PRELOAD: compileFile('count-malloc') };
  expectProof([programOf('glibc')], { ...glibc, object: 'mixed: count-malloc.so, libc.so.6' }, counting);
});

test('an allocator that puts its own header before blocks of another is unknown', () => {
  const environment = { LD_PRELOAD: compileFile('header-malloc') };
  expectProof(
    [programOf('glibc')],
    { name: 'unknown', object: 'header-malloc.so', settings: {} },
    environment,
  );
});

test.skipIf(!hasMusl)('the same with static musl', () => {
  const program = linkAgain(
    'musl',
    'musl-header',
    'musl-gcc',
    ['-static'],
    [compileForMusl('header-malloc')],
  );
  expectProof([program], { name: 'unknown', object: 'program', settings: {} });
});

// Interfaces without the allocator behind malloc.
describe.each(['0', '1'])('a false claim to be mimalloc, COUNTS=%s', (counts) => {
  test('glibc is proved', () => {
    const flags = [`-DCOUNTS=${counts}`];
    const environment = {
      LD_PRELOAD: compileFile('claim-mimalloc', { name: `claim-mimalloc${counts}`, flags }),
    };
    expectProof([programOf('glibc')], glibc, environment);
  });

  test.skipIf(!hasMusl)('mallocng is proved', () => {
    const claim = compileForMusl('claim-mimalloc', `-DCOUNTS=${counts}`);
    const program = linkAgain('musl', 'musl-claim', 'musl-gcc', ['-static'], [claim]);
    expectProof([program], { name: 'mallocng', object: 'program', settings: {} });
  });
});

const mallocng = { name: 'mallocng', object: 'program', settings: {} } as const;

test.skipIf(!hasMusl)('mallocng is proved in a static and in a dynamic program', () => {
  expectProof([programOf('musl')], mallocng);
  const architecture = execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim();
  expectProof([programOf('musl-dynamic')], { ...mallocng, object: `ld-musl-${architecture}.so.1` });
});

const libraries = [
  {
    name: 'jemalloc',
    flag: '-ljemalloc',
    object: /^libjemalloc\.so\.2$/,
    settings: { percpu_arena: 'disabled' },
  },
  { name: 'mimalloc', flag: '-lmimalloc', object: /^libmimalloc\.so\.\d+$/, settings: {} },
  { name: 'tcmalloc', flag: '-ltcmalloc_minimal', object: /^libtcmalloc_minimal\.so\.4$/, settings: {} },
] as const;

/** `-ljemalloc` is a file of the system's. */
const libraryPath = (flag: string) =>
  succeed(['gcc', `-print-file-name=lib${flag.slice('-l'.length)}.so`]).trim();

for (const { name, flag, object, settings } of libraries) {
  describe.skipIf(!canLink('gcc', flag))(name, () => {
    test('is proved where it is linked', () => {
      const program = linkAgain('glibc', `with-${name}`, 'gcc', [], [flag]);
      expectProof([program], { name, object: expect.stringMatching(object), settings: { ...settings } });
    });

    test('is not where it is linked behind libc', () => {
      const program = linkAgain('glibc', `libc-before-${name}`, 'gcc', ['-Wl,--no-as-needed'], ['-lc', flag]);
      expectProof([program], glibc);
    });

    test.skipIf(!hasMusl)('is not where it is preloaded into a static program', () =>
      expectProof([programOf('musl')], mallocng, { LD_PRELOAD: libraryPath(flag) }),
    );
  });
}

// jemalloc takes its arenas by CPU only where a process may run on every CPU, and says on stderr when it does not.
const configured = Number(execFileSync('getconf', ['_NPROCESSORS_CONF'], { encoding: 'utf8' }));
const mayUseAll = cpus.length > 1 && cpus.length === configured;

test.skipIf(!canLink('gcc', '-ljemalloc') || !mayUseAll)('percpu_arena of jemalloc is found in force', () => {
  const program = linkAgain('glibc', 'with-jemalloc', 'gcc', [], ['-ljemalloc']);
  expect(existsSync(program)).toBe(true);
  const environment = { MALLOC_CONF: 'percpu_arena:percpu' };
  const jemalloc = (percpu_arena: string) =>
    ({ name: 'jemalloc', object: 'libjemalloc.so.2', settings: { percpu_arena } }) as const;
  expectProof([program], jemalloc('percpu'), environment);
  expectProof(['taskset', '-c', String(cpus[0]), program], jemalloc('disabled'), environment);
});

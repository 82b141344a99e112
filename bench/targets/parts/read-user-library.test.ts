import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canGiveUpRoot, withoutRoot } from '../../../test/fixtures/without-root.ts';
import { UserError } from '../../user-error.ts';
import { makeTinyLibrary, mallocSource } from '../testing/tiny-library.ts';
import { readUserLibrary } from './read-user-library.ts';

const run = promisify(execFile);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-library-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** ELF64, little-endian, of type DYN and for AArch64: a header and nothing behind it. */
function foreignLibrary(): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(3, 0x10);
  header.writeUInt16LE(process.arch === 'arm64' ? 62 : 183, 0x12);
  header.writeUInt32LE(1, 0x14);
  header.writeUInt16LE(64, 0x34);
  return header;
}

async function refusal(path: string): Promise<UserError> {
  const error = await readUserLibrary(path).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toContain(`'${path}'`);
  expect(error.hint).not.toBe('');
  return error;
}

test('a shared library is known by its SONAME, one without by its file name', async () => {
  const flags = ['-Wl,-soname,libmine.so.7'];
  const named = await makeTinyLibrary(folder, 'libmine.so.7.1', { flags });
  expect(await readUserLibrary(named)).toMatchObject({
    kind: 'shared',
    libc: 'glibc',
    fileName: 'libmine.so.7',
    calls: '',
  });
  const plain = await makeTinyLibrary(folder, 'libplain.so');
  expect(await readUserLibrary(plain)).toMatchObject({ path: plain, fileName: 'libplain.so' });
});

test('a path may be relative', async () => {
  const path = await makeTinyLibrary(folder, 'librelative.so');
  expect((await readUserLibrary(relative(process.cwd(), path))).path).toBe(path);
});

test('an archive reports no libc unless it calls what only glibc has', async () => {
  const plain = await makeTinyLibrary(folder, 'libplain.a');
  expect(await readUserLibrary(plain)).toMatchObject({ kind: 'archive', libc: undefined, calls: '-lm' });
  const source = `${mallocSource}void __register_atfork(void);\nvoid f(void) { __register_atfork(); }\n`;
  const ofGlibc = await makeTinyLibrary(folder, 'libglibc.a', { source });
  expect((await readUserLibrary(ofGlibc)).libc).toBe('glibc');
});

test('an archive of C++ asks for the library of that language', async () => {
  const source = `${mallocSource}void __cxa_throw(void);\nvoid f(void) { __cxa_throw(); }\n`;
  const path = await makeTinyLibrary(folder, 'libcpp.a', { source });
  expect((await readUserLibrary(path)).calls).toBe('-lstdc++ -lm');
});

test('a library that lacks a part of the interface is refused by what it lacks', async () => {
  const source = mallocSource.replace(/^.*(?:calloc|malloc_usable_size).*$/gm, '');
  for (const name of ['libless.so', 'libless.a']) {
    const error = await refusal(await makeTinyLibrary(folder, name, { source }));
    expect(error.message).toContain('it does not define calloc, malloc_usable_size');
  }
});

test('functions under another prefix or hidden ones replace nothing', async () => {
  const source = mallocSource.replaceAll(/(malloc|free|calloc|realloc|malloc_usable_size)\(/g, 'my_$1(');
  const prefixed = await makeTinyLibrary(folder, 'libprefixed.so', { source });
  const hidden = await makeTinyLibrary(folder, 'libhidden.so', { flags: ['-fvisibility=hidden'] });
  for (const path of [prefixed, hidden]) {
    expect((await refusal(path)).message).toContain('it does not define malloc, free, calloc, realloc');
  }
});

test('a library for another architecture is refused by the name of both', async () => {
  const path = join(folder, 'libforeign.so');
  await writeFile(path, foreignLibrary());
  expect((await refusal(path)).message).toMatch(/it is for (?:AArch64|Advanced Micro.*), not for /);
});

test('what is no library is refused by what it is', async () => {
  const text = join(folder, 'text.so');
  await writeFile(text, 'INPUT(libother.so)\n');
  const empty = join(folder, 'empty.a');
  await writeFile(empty, '');
  const object = join(folder, 'library.o');
  await makeTinyLibrary(folder, 'any.a');
  for (const path of [text, empty, object]) {
    expect((await refusal(path)).message).toContain('it is neither an archive nor a shared library');
  }
  await mkdir(join(folder, 'dir.so'));
  expect((await refusal(join(folder, 'dir.so'))).message).toContain('it is no file');
  expect((await refusal(join(folder, 'missing.so'))).message).toContain('there is no such file');
});

test('a thin archive is refused: its objects would not be copied with it', async () => {
  await makeTinyLibrary(folder, 'any.a');
  const thin = join(folder, 'thin.a');
  await run('ar', ['rcsT', thin, join(folder, 'library.o')]);
  expect((await refusal(thin)).message).toContain('it is a thin archive');
});

test('a libc is no allocator', async () => {
  const source = `${mallocSource}void __libc_start_main(void) { }\n`;
  expect((await refusal(await makeTinyLibrary(folder, 'libc.so', { source }))).message).toContain(
    'it is a whole libc',
  );
});

test.each(['/opt/libmine.so', 'lib mine.so', 'lib$mine.so'])('SONAME %j is refused', async (soname) => {
  const path = await makeTinyLibrary(folder, 'libodd.so', { flags: [`-Wl,-soname,${soname}`] });
  expect((await refusal(path)).message).toContain(`its SONAME holds more than`);
});

test('a file name that make would take apart is refused, unless the library has a SONAME', async () => {
  const plain = await makeTinyLibrary(folder, 'my lib.so');
  expect((await refusal(plain)).message).toContain('its name holds more than');
  const named = await makeTinyLibrary(folder, 'my other lib.so', { flags: ['-Wl,-soname,libmine.so'] });
  expect((await readUserLibrary(named)).fileName).toBe('libmine.so');
});

test.skipIf(!canGiveUpRoot)('a file that may not be read is refused as such', async () => {
  const path = await makeTinyLibrary(folder, 'secret.so');
  await chmod(folder, 0o755);
  await chmod(path, 0);
  const { message } = await withoutRoot(() => refusal(path));
  expect(message).toContain('it cannot be read');
});

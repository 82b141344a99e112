import { open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { isAbsent } from '../../is-absent.ts';
import { UserError } from '../../user-error.ts';
import { hashIfPresent } from '../hash-if-present.ts';
import { runProgram } from '../run-program.ts';

/** A library of the user's with the malloc interface, as its own headers describe it. */
export interface UserLibrary {
  readonly path: string;
  readonly kind: 'archive' | 'shared';
  /** The libc it was compiled for; undefined for an archive that does not say. */
  readonly libc: 'musl' | 'glibc' | undefined;
  readonly sha256: string;
  /** What its copy is called: the name the loader knows a shared library by. */
  readonly fileName: string;
  /** Linker flags for what an archive calls; a shared library names it itself. */
  readonly calls: string;
}

/** What readelf and nm say of a library. */
interface Insight {
  readonly path: string;
  readonly kind: UserLibrary['kind'];
  readonly headers: string;
  readonly symbols: string;
}

/** What every program of the lab calls: a library without one of them would leave it to the libc, and mix two allocators. */
const mallocInterface = ['malloc', 'free', 'calloc', 'realloc', 'malloc_usable_size'];
const elfMachines: Readonly<Record<string, string>> = { x64: 'X86-64', arm64: 'AArch64' };

/** make, the shell and the linker each read a file name in a way of their own. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/;

/**
 * Looks into a library before anything is linked. Throws UserError, naming the file and what is wrong: it is missing, no library, for another
 * architecture, a libc, or without malloc.
 */
export async function readUserLibrary(path: string): Promise<UserLibrary> {
  const file = resolve(path);
  await checkFile(path, file);
  const sha256 = await hashIfPresent(file);
  if (sha256 === undefined) throw refuse(path, 'it cannot be read', 'make it readable');
  const insight = await lookInto(path, file);
  checkMachine(insight);
  checkSymbols(insight);
  const { kind } = insight;
  const calls = kind === 'archive' ? listCalls(insight.symbols) : '';
  return { path: file, kind, libc: findLibc(insight), sha256, fileName: nameCopy(insight), calls };
}

async function checkFile(path: string, file: string): Promise<void> {
  const found = await stat(file).catch((cause) => {
    if (isAbsent(cause)) throw refuse(path, 'there is no such file', 'name a .a or .so file', cause);
    throw refuse(path, 'it cannot be looked at', 'make it and its folders readable', cause);
  });
  if (!found.isFile()) throw refuse(path, 'it is no file', 'name a .a or .so file');
  const handle = await open(file).catch((cause) => {
    throw refuse(path, 'it cannot be read', 'make it readable', cause);
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    if (buffer.toString('latin1') !== '!<thin>\n') return;
  } finally {
    await handle.close();
  }
  throw refuse(path, 'it is a thin archive, which only names its objects', 'make it with ar rcs');
}

async function lookInto(path: string, file: string): Promise<Insight> {
  const headers = await ask('readelf', ['-hdW', file]);
  const kind = /^File: .*\(/m.test(headers) ? 'archive' : /Type:\s+DYN /.test(headers) ? 'shared' : undefined;
  if (kind === undefined)
    throw refuse(path, 'it is neither an archive nor a shared library', 'name a .a or .so file');
  const symbols = await ask('nm', [...(kind === 'shared' ? ['-D'] : []), file]);
  return { path, kind, headers, symbols };
}

function checkMachine({ path, headers }: Insight): void {
  const wanted = elfMachines[process.arch];
  const found = new Set([...headers.matchAll(/Machine:\s+(.+)$/gm)].map((match) => match[1] ?? ''));
  const other = [...found].find((machine) => wanted !== undefined && !machine.endsWith(wanted));
  if (other === undefined) return;
  throw refuse(path, `it is for ${other}, not for ${wanted}`, 'give a library built for this machine');
}

function checkSymbols({ path, symbols }: Insight): void {
  const defines = (name: string) => new RegExp(`^[0-9a-f]+ [TWiuV] ${name}(?:@.*)?$`, 'm').test(symbols);
  if (defines('__libc_start_main')) {
    throw refuse(path, 'it is a whole libc', 'give an allocator, or a tree of musl with --musl-src');
  }
  const lacking = mallocInterface.filter((name) => !defines(name));
  if (lacking.length === 0) return;
  throw refuse(
    path,
    `it does not define ${lacking.join(', ')}`,
    'give a library that defines the whole malloc interface under the standard names',
  );
}

function findLibc({ kind, headers, symbols }: Insight): UserLibrary['libc'] {
  if (kind === 'shared') {
    if (/\(NEEDED\).*\[libc\.so\.6\]/.test(headers)) return 'glibc';
    return /\(NEEDED\).*\[libc\.(?:musl-.*\.so\.1|so)\]/.test(headers) ? 'musl' : undefined;
  }
  // Names that only glibc's headers make programs call.
  return / U (?:__\w+_chk|__isoc\d+_\w+|__libc_single_threaded|__register_atfork)$/m.test(symbols)
    ? 'glibc'
    : undefined;
}

/** C++ allocators define operator new too, which throws. */
function listCalls(symbols: string): string {
  const isCpp = / U (?:_ZSt|_ZNSt|__cxa_|__gxx_personality_v0)/m.test(symbols);
  return isCpp ? '-lstdc++ -lm' : '-lm';
}

function nameCopy({ path, headers }: Insight): string {
  const soname = /\(SONAME\).*\[(.*)\]/.exec(headers)?.[1];
  const name = soname ?? basename(path);
  if (plainName.test(name)) return name;
  throw refuse(
    path,
    `${soname === undefined ? 'its name' : 'its SONAME'} holds more than letters, digits and . _ + -: '${name}'`,
    'give it a plain name',
  );
}

/** Empty when the tool says that the file is nothing it knows. */
async function ask(tool: string, arguments_: readonly string[]): Promise<string> {
  const result = await runProgram(tool, arguments_);
  if (result.state === 'exited') return result.stdout;
  throw new UserError(`${tool} is missing, which looks into libraries`, {
    hint: 'install the package binutils (Debian: apt-get install binutils)',
  });
}

function refuse(path: string, reason: string, hint: string, cause?: unknown): UserError {
  return new UserError(`--allocator-lib cannot be linked: '${path}': ${reason}`, { hint, cause });
}

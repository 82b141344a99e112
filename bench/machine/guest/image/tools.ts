import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../../../host/find-program.ts';
import { readAnswer, runTool } from '../../../host/run-tool.ts';
import { findLabRoot } from '../../../lab-root.ts';
import { resolveLibraries } from '../../../targets/libraries.ts';
import { UserError } from '../../../user-error.ts';

const qemuName = 'qemu-system-x86_64';

/** Programs that a virtual machine is made of. */
export interface VirtualTools {
  readonly qemu: { readonly path: string; readonly version: string };
  readonly numactl: { readonly path: string; readonly libraries: readonly string[] };
  /** The guest's first process, and the guard that ends the emulator with us. */
  readonly agent: string;
  readonly guard: string;
}

/** Finds everything; throws UserError for what is missing. */
export async function findVirtualTools(labRoot: string = findLabRoot()): Promise<VirtualTools> {
  return {
    qemu: await findQemu(),
    numactl: await findNumactl(),
    agent: await findBuilt(labRoot, 'agent'),
    guard: await findBuilt(labRoot, 'guard'),
  };
}

async function findQemu(): Promise<VirtualTools['qemu']> {
  const path = await findOnPath(qemuName);
  const text = await readAnswer(runTool, path, ['--version']);
  const version = /version (.+)/.exec(text ?? '')?.[1];
  if (version === undefined) {
    throw new UserError(`${path} does not report its version`, { hint: 'reinstall it with: npm run setup' });
  }
  return { path, version };
}

async function findNumactl(): Promise<VirtualTools['numactl']> {
  const path = await findOnPath('numactl');
  const closure = await resolveLibraries(path);
  if (closure.state === 'unresolved') {
    throw new UserError(`${path} cannot be copied into the virtual machine: ${closure.reason}`, {
      hint: 'reinstall it with: npm run setup',
    });
  }
  return { path, libraries: closure.libraries.map((library) => library.path) };
}

async function findOnPath(name: string): Promise<string> {
  const path = await findProgram(name);
  if (path !== undefined) return path;
  throw new UserError(`${name} is missing, which the virtual machine needs`, {
    hint: 'install it with: npm run setup',
  });
}

async function findBuilt(labRoot: string, name: string): Promise<string> {
  const path = join(labRoot, 'native', 'build', 'guest', name);
  try {
    await access(path, constants.X_OK);
    return path;
  } catch (cause) {
    throw new UserError(`the virtual machine's ${name} is not built`, {
      hint: 'build it with: npm run setup',
      cause,
    });
  }
}

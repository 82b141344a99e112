import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Addon, Resampling, SystemCallName, SystemCallProbe } from './addon.ts';

/** What the compiled addon exports, before its answers get their types (native/addon/src/lib.rs). */
interface CompiledAddon {
  probeSystemCalls(): readonly { readonly call: string; readonly error?: string }[];
  readResidentBytes: Addon['readResidentBytes'];
  sampleMemory: Addon['sampleMemory'];
}

/** Where set-up puts the compiled addon. */
export function addonPath(labRoot: string): string {
  return join(labRoot, 'native', 'addon', 'numa-lab-addon.node');
}

/** The addon, or undefined where it was not built or does not fit this Node or this lab. Never throws. */
export function loadAddon(path: string): Addon | undefined {
  const compiled = requireAddon(path);
  if (!isCompiledAddon(compiled)) return undefined;
  return {
    probeSystemCalls: () => compiled.probeSystemCalls().flatMap(({ call, error }) => parseProbe(call, error)),
    readResidentBytes: (pid) => compiled.readResidentBytes(pid),
    sampleMemory: (pid, everyMs) => compiled.sampleMemory(pid, everyMs),
    resampling: canResample(compiled) ? compiled : undefined,
  };
}

function requireAddon(path: string): unknown {
  try {
    return createRequire(import.meta.url)(path) as unknown;
  } catch {
    return undefined;
  }
}

function isCompiledAddon(value: unknown): value is CompiledAddon {
  return exportsFunctions(value, ['probeSystemCalls', 'readResidentBytes', 'sampleMemory']);
}

/** An addon of an older set-up cannot: it is used for what it can. */
function canResample(compiled: unknown): compiled is Resampling {
  return exportsFunctions(compiled, ['countSignFlips', 'bootstrapRatios', 'bootstrapQuantiles']);
}

function exportsFunctions(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const exported = value as Readonly<Record<string, unknown>>;
  return names.every((name) => typeof exported[name] === 'function');
}

const systemCallNames: ReadonlySet<string> = new Set<SystemCallName>([
  'mbind',
  'set_mempolicy',
  'get_mempolicy',
  'move_pages',
  'perf_event_open',
  'perf_event_open-hardware',
]);

function isSystemCallName(name: string): name is SystemCallName {
  return systemCallNames.has(name);
}

/** A call that an addon of another version probes and this lab does not know is left out. */
function parseProbe(call: string, error: string | undefined): readonly SystemCallProbe[] {
  if (!isSystemCallName(call)) return [];
  return [error === undefined ? { call, state: 'works' } : { call, state: 'refused', error }];
}

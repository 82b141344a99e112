import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Addon, SystemCallName, SystemCallProbe } from './addon.ts';

/** What the compiled addon exports, before its answers get their types (native/addon/src/lib.rs). */
interface CompiledAddon {
  probeSystemCalls(): readonly { readonly call: string; readonly error?: string }[];
  sampleMemory: Addon['sampleMemory'];
  /** Not that of an older set-up, which is used for what it can. */
  bootstrapPooledQuantiles?: Addon['bootstrapPooledQuantiles'];
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
    sampleMemory: (pid, everyMs) => compiled.sampleMemory(pid, everyMs),
    bootstrapPooledQuantiles: compiled.bootstrapPooledQuantiles,
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
  if (typeof value !== 'object' || value === null) return false;
  const exported = value as Readonly<Record<string, unknown>>;
  return ['probeSystemCalls', 'sampleMemory'].every((name) => typeof exported[name] === 'function');
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

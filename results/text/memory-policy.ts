import type { MemoryPolicy } from '../schema/counts.ts';

const modes: Readonly<Record<string, MemoryPolicy['mode']>> = {
  '--membind': 'bind',
  '--interleave': 'interleave',
  '--preferred': 'preferred',
  '--localalloc': 'local',
};

/** The memory policy under which numactl starts a process; without an option about memory the kernel's default, first touch. */
export function plannedPolicy(numactl: readonly string[]): MemoryPolicy {
  for (const argument of numactl) {
    const [option = '', nodes = ''] = argument.split('=', 2);
    const mode = modes[option];
    if (mode !== undefined) return { mode, nodes: nodes === '' ? [] : nodes.split(',').map(Number) };
  }
  return { mode: 'default', nodes: [] };
}

/** In words: `bind on 0`. */
export function describePolicy({ mode, nodes }: MemoryPolicy): string {
  return nodes.length === 0 ? mode : `${mode} on ${nodes.toSorted((a, b) => a - b).join(',')}`;
}

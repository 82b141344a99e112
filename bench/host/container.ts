import { join } from 'node:path';
import type { Fact } from '../../results/schema/environment.ts';
import { makeFact } from './fact.ts';
import type { HostSources } from './host-sources.ts';
import { readText } from './read-text.ts';

/** Files with which engines mark the containers they make, by engine. */
const marks = [
  ['docker', '.dockerenv'],
  ['podman', 'run/.containerenv'],
] as const;

/** Words systemd leaves in /run/systemd/container; only these are copied. */
const engines = [
  'docker',
  'lxc',
  'lxc-libvirt',
  'oci',
  'openvz',
  'podman',
  'proot',
  'rkt',
  'systemd-nspawn',
  'wsl',
];

/** The container engine around this process, or `none`. */
export async function readContainer(sources: HostSources): Promise<Fact> {
  for (const [engine, mark] of marks) {
    if ((await readText(join(sources.root, mark))) !== undefined) return { value: engine };
  }
  const told = await readText(join(sources.root, 'run/systemd/container'));
  if (told !== undefined) return { value: engines.find((engine) => engine === told) ?? 'unknown engine' };
  const groups = (await readText(join(sources.procRoot, '1/cgroup'))) ?? '';
  const engine = /(docker|kubepods|libpod|lxc|containerd)/.exec(groups)?.[1];
  return makeFact(engine ?? 'none', '');
}

import { join } from 'node:path';
import type { Fact } from '../../results/schema/environment.ts';
import { readFact, readOn } from './fact.ts';
import type { HostSources } from './host-sources.ts';
import { findText } from './read-text.ts';

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
    // A mark that may not be read is there.
    if ((await findText(join(sources.root, mark))).state !== 'silent') return { value: engine };
  }
  const found = await findText(join(sources.root, 'run/systemd/container'));
  if (found.state === 'refused') return { unavailable: found.reason };
  if (found.state === 'text') {
    return { value: engines.find((engine) => engine === found.text) ?? 'unknown engine' };
  }
  const groups = await readFact(join(sources.procRoot, '1/cgroup'), 'the groups of process 1 are not shown');
  const findEngine = (text: string) => /(docker|kubepods|libpod|lxc|containerd)/.exec(text)?.[1] ?? 'none';
  return readOn(groups, findEngine, '');
}

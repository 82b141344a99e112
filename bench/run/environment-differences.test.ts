import { expect, test } from 'vitest';
import type { Environment } from '../../results/schema/environment.ts';
import { makeEnvironment } from '../../test/fixtures/runs/make-environment.ts';
import { describeEnvironmentDifferences } from './environment-differences.ts';

const base = makeEnvironment(['musl', 'glibc']);
const recorded: Environment = { ...base, lab: { ...base.lab, codeSha256: 'a'.repeat(64) } };
const { host, lab, targets, virtual, tools } = recorded;
const [node] = host.topology.nodes;
if (node === undefined || virtual === null || targets.musl === undefined) throw new Error('a poor fixture');

const withHost = (own: Partial<Environment['host']>): Environment => ({
  ...recorded,
  host: { ...host, ...own },
});
const withNode = (own: Partial<typeof node>) =>
  withHost({ topology: { ...host.topology, nodes: [{ ...node, ...own }] } });

test.each([
  ['another processor', withHost({ cpuModel: 'Other' }), "the machine: cpuModel is 'Other' instead of"],
  ['more memory', withHost({ memoryBytes: host.memoryBytes * 2 }), 'the machine: memoryBytes is'],
  ['a CPU less', withNode({ cpus: node.cpus.slice(1) }), 'the machine: topology.nodes[0].cpus[0]'],
  ['a node without its memory', withNode({ memoryBytes: 0 }), 'topology.nodes[0].memoryBytes is 0'],
  ['another kernel', withHost({ kernel: '7.0' }), "the kernel: release is '7.0' instead of"],
  ['other huge pages', withHost({ transparentHugepage: { value: 'odd' } }), 'a setting: transparentHugepage'],
  ['another governor', withHost({ governor: { value: 'odd' } }), 'a setting: governor'],
  ['fewer CPUs allowed', withHost({ cpuset: { value: 'cpus 0' } }), 'a setting: cpuset'],
  ['another version', { ...recorded, lab: { ...lab, version: '9' } }, "numa-lab: version is '9' instead of"],
  ['other code', { ...recorded, lab: { ...lab, codeSha256: 'b' } }, "numa-lab: code is 'b' instead of"],
  ['another Node', { ...recorded, tools: { ...tools, node: { value: 'v99' } } }, 'a tool: node'],
  ['another guest', { ...recorded, virtual: { ...virtual, initramfsSha256: 'b' } }, 'the guest: initramfs'],
  ['no guest', { ...recorded, virtual: null }, 'the guest'],
  [
    'another program',
    { ...recorded, targets: { ...targets, musl: { ...targets.musl, binarySha256: 'b' } } },
    "target: musl.binarySha256 is 'b' instead of",
  ],
  [
    'another library',
    {
      ...recorded,
      targets: { ...targets, musl: { ...targets.musl, libraries: [{ name: 'x', sha256: 'b' }] } },
    },
    'target: musl.libraries',
  ],
  ['a target less', { ...recorded, targets: { musl: targets.musl } }, 'target: glibc is absent instead of'],
] satisfies readonly (readonly [string, Environment, string])[])(
  '%s is reported by its name',
  (_, now, phrase) => {
    expect(describeEnvironmentDifferences(recorded, now)[0]).toContain(phrase);
  },
);

test.each([
  ['when it was recorded and what the doctor said', { ...recorded, createdUtc: 'later', doctor: [] }],
  [
    'the commit, where the code is the same',
    { ...recorded, lab: { ...lab, commit: { value: 'x' }, dirty: true } },
  ],
  ['what only builds', { ...recorded, tools: { ...tools, gcc: { value: 'gcc 99' } } }],
  ['a page of memory', withHost({ memoryBytes: host.memoryBytes - 4096 })],
  ['what a hypervisor takes from a node', withNode({ memoryBytes: node.memoryBytes / 2 })],
  [
    'what an allocator derives from the machine',
    {
      ...recorded,
      targets: {
        ...targets,
        musl: { ...targets.musl, proof: { ...targets.musl.proof, derivedDefaults: { arenas: 9 } } },
      },
    },
  ],
] satisfies readonly (readonly [string, Environment])[])('%s is no difference', (_, now) => {
  expect(describeEnvironmentDifferences(recorded, now)).toEqual([]);
});

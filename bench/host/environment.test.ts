import { homedir, hostname, userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { environment } from '../../results/schema/environment.ts';
import { makeMachineTree } from '../../test/fixtures/sys/make-machine-tree.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import { about } from './doctor/check.ts';
import { type EnvironmentOptions, type EnvironmentSources, probeEnvironment } from './environment.ts';
import { readText } from './read-text.ts';
import { isTelling } from './redact.ts';
import type { RunTool } from './run-tool.ts';
import { readTopology } from './topology/read-topology.ts';

const identity = {
  homeDirectory: '/home/ada',
  names: ['analytical', 'ada', 'feedfacefeedfacefeedfacefeedface'],
};
const hash = 'a'.repeat(64);

const target: BuiltTarget = {
  name: 'glibc',
  path: '/home/ada/.cache/numa-lab/numa-bench-glibc',
  binarySha256: hash,
  libraries: [{ name: 'libc.so.6', path: '/home/ada/lib/libc.so.6', sha256: hash }],
  modules: [],
  environment: {},
  parts: [{ what: 'musl', version: '1.2.5-3', sourceSha256: hash, flags: 'configure --x=/home/ada/y' }],
  proofSha256: hash,
  proof: {
    target: 'glibc',
    libc: { name: 'glibc', version: '2.36', link: 'dynamic' },
    allocator: {
      name: 'glibc',
      version: '2.36',
      evidence: 'built by ada@analytical',
      object: 'libc.so.6',
      ownership: '8 of 8 blocks',
      settings: {},
    },
    usableSizeBytes: [[1, 24]],
    derivedDefaults: {},
    build: { compiler: '/home/ada/bin/gcc 12', flags: '-O2 -I/home/ada/include', sourceSha256: hash },
  },
};

/** Answers every tool with its name, and git as a clone that lies in ada's home. */
const answer: RunTool = async (program, args) => {
  if (program === 'cargo') return { state: 'failed', detail: 'cargo not found' };
  const stdout = {
    git: args.includes('status') ? ' M /home/ada/file' : `\n${'c'.repeat(40)}`,
    'dpkg-query': 'numactl 2.0.16-1\nlibc6 2.36-9',
  }[program];
  return {
    state: 'exited',
    code: 0,
    stdout: stdout ?? `${program} 1.0 of analytical in /home/ada`,
    stderr: '',
  };
};

/** Files of a machine whose inputs hold every string that must not come out. */
const telltales = {
  'etc/os-release': 'NAME=x\nPRETTY_NAME="Debian GNU/Linux 12 for analytical"',
  'etc/hostname': 'analytical',
  'etc/machine-id': 'feedfacefeedfacefeedfacefeedface',
  '.dockerenv': '',
  'sys/class/dmi/id/product_uuid': 'dddddddd-0000-1111-2222-333333333333',
  'sys/class/net/eth0/address': '52:54:00:12:34:56',
  'proc/self/cgroup': '0::/user.slice/ada',
  'proc/sys/kernel/numa_balancing': '0',
  'proc/sys/kernel/randomize_va_space': '2',
  'proc/sys/kernel/hostname': 'analytical',
  'sys/fs/cgroup/user.slice/ada/memory.max': 'max',
  'sys/fs/cgroup/user.slice/memory.max': '2147483648',
  'sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never',
  'sys/devices/system/cpu/vulnerabilities/meltdown': 'Not affected',
  'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'powersave',
  'sys/devices/system/cpu/cpu1/cpufreq/scaling_governor': 'performance',
  'sys/devices/system/cpu/intel_pstate/no_turbo': '1',
  'sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc',
};

async function probeMadeUpMachine(more: Pick<EnvironmentOptions, 'doctor'> = {}) {
  const tree = await makeMachineTree({ cpus: [0, 1], allowedNodes: '0', files: telltales });
  const sources: EnvironmentSources = {
    host: { ...tree, run: answer },
    hardware: async () => ({
      cpuModel: 'Difference Engine',
      cpuVendor: 'Babbage',
      logicalCpus: 2,
      physicalCores: 2,
      virtualization: 'KVM',
      memoryModules: { value: '2 × 32 GiB DDR4 at 3200 MT/s' },
      board: { value: 'Babbage No. 2' },
    }),
    identity: async () => identity,
  };
  const topology = await readTopology(tree.sysRoot, tree.procRoot);
  const options = {
    labRoot: '/home/ada/numa-lab',
    targets: new Map([['glibc', target]]),
    virtual: null,
    topology,
    ...more,
  };
  return probeEnvironment(options, sources);
}

describe('probeEnvironment', () => {
  test('lets no name, home path, machine id, UUID or network address through', async () => {
    const text = JSON.stringify(await probeMadeUpMachine());
    for (const secret of ['analytical', '/home/', 'ada', 'feedface', 'dddddddd-0000', '52:54:00']) {
      expect(text).not.toContain(secret);
    }
  });

  test('keeps what the inputs tell apart from that', async () => {
    const probed = await probeMadeUpMachine();
    expect(environment.parse(probed)).toEqual(probed);
    expect(probed.lab).toMatchObject({ commit: { value: 'c'.repeat(40) }, dirty: true });
    expect(probed.host).toMatchObject({
      distribution: 'Debian GNU/Linux 12 for <removed>',
      memoryModules: { value: '2 × 32 GiB DDR4 at 3200 MT/s' },
      board: { value: 'Babbage No. 2' },
      container: { value: 'docker' },
      cpuset: { value: 'cpus 0,1, nodes 0' },
      memoryLimit: { value: '2147483648 bytes' },
      cpuQuota: {
        unavailable: 'the cgroup hierarchy with the cpu controller is not mounted in /sys/fs/cgroup',
      },
      governor: { value: 'performance, powersave' },
      turbo: { value: 'off' },
      clocksource: { value: 'tsc' },
      transparentHugepage: { value: 'madvise' },
      numaBalancing: { value: '0' },
      zoneReclaim: { unavailable: 'this kernel has no such setting' },
      addressRandomisation: { value: '2' },
      mitigations: { meltdown: 'Not affected' },
    });
    expect(probed.tools).toMatchObject({
      numactl: { value: '2.0.16-1' },
      'musl-gcc': { unavailable: 'not installed as a Debian package' },
      cargo: { unavailable: 'not installed' },
      gcc: { value: 'gcc 1.0 of <removed> in ~' },
    });
    expect(probed.targets.glibc?.proof.build.flags).toBe('-O2 -I~/include');
    expect(probed.targets.glibc?.parts).toEqual([{ ...target.parts[0], flags: 'configure --x=~/y' }]);
    expect(probed.targets.glibc?.libraries).toEqual([{ name: 'libc.so.6', sha256: hash }]);
  });

  test('keeps what the doctor found before the run, without commands and without names', async () => {
    const found = about('pass', 'quiet').warn('/home/ada is busy', 'ask ada', ['rm -r /']);
    const probed = await probeMadeUpMachine({ doctor: [found] });
    expect(environment.parse(probed).doctor).toEqual([
      { id: 'pass', verdict: 'warn', seen: '~ is busy', threshold: 'quiet', remedy: 'ask <removed>' },
    ]);
    expect((await probeMadeUpMachine()).doctor).toBeUndefined();
  });

  test('describes the machine that runs this test without naming it', async () => {
    const options = {
      labRoot: process.cwd(),
      targets: new Map(),
      virtual: null,
      topology: await readTopology(),
    };
    const probed = await probeEnvironment(options);
    expect(environment.parse(probed)).toEqual(probed);
    const words = JSON.stringify(probed).split(/[^A-Za-z0-9_.-]+/);
    const names = [hostname(), userInfo().username, (await readText('/etc/machine-id')) ?? ''];
    for (const name of names.filter(isTelling)) expect(words).not.toContain(name);
    expect(JSON.stringify(probed)).not.toContain(`${homedir()}/`);
  });
});

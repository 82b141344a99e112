import { expect, test } from 'vitest';
import { makeQemuArguments, type QemuOptions } from './qemu-arguments.ts';

const options: QemuOptions = {
  shape: { nodes: 2, cpusPerNode: 2, memoryPerNodeBytes: 256 * 1024 * 1024 },
  accelerator: 'tcg',
  kernel: '/cache/vmlinuz',
  initramfs: '/cache/i.cpio',
  consoleLog: '/runs/a,b/console.log',
  monitorDescriptor: 3,
  channelDescriptor: 4,
  incoming: false,
};

/** The values given to an option, in order. */
function valuesOf(name: string, arguments_: readonly string[]): readonly string[] {
  return arguments_.flatMap((argument, index) => (arguments_[index - 1] === name ? [argument] : []));
}

test('describes every node, distance and access of a 2x2 machine', () => {
  const made = makeQemuArguments(options);
  expect(valuesOf('-smp', made)).toEqual(['4,sockets=2,cores=2,threads=1']);
  expect(valuesOf('-m', made)).toEqual(['512M']);
  expect(valuesOf('-object', made)).toEqual([
    'memory-backend-ram,id=memory0,size=256M',
    'memory-backend-ram,id=memory1,size=256M',
  ]);
  expect(valuesOf('-numa', made)).toEqual([
    'node,nodeid=0,cpus=0-1,memdev=memory0,initiator=0',
    'node,nodeid=1,cpus=2-3,memdev=memory1,initiator=1',
    'dist,src=0,dst=1,val=21',
    'dist,src=1,dst=0,val=21',
    'hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-latency,latency=100',
    'hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-bandwidth,bandwidth=20000M',
    'hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-latency,latency=210',
    'hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-bandwidth,bandwidth=9524M',
    'hmat-lb,initiator=1,target=0,hierarchy=memory,data-type=access-latency,latency=210',
    'hmat-lb,initiator=1,target=0,hierarchy=memory,data-type=access-bandwidth,bandwidth=9524M',
    'hmat-lb,initiator=1,target=1,hierarchy=memory,data-type=access-latency,latency=100',
    'hmat-lb,initiator=1,target=1,hierarchy=memory,data-type=access-bandwidth,bandwidth=20000M',
  ]);
});

test('keeps console and channel apart: the console is the first serial port', () => {
  expect(valuesOf('-serial', makeQemuArguments(options))).toEqual(['chardev:console', 'chardev:channel']);
});

test('doubles commas in paths, which end a value otherwise', () => {
  expect(valuesOf('-chardev', makeQemuArguments(options))[0]).toBe(
    'file,id=console,path=/runs/a,,b/console.log,append=on',
  );
});

test('emulates with one thread per CPU, or runs the host CPU under KVM', () => {
  expect(valuesOf('-accel', makeQemuArguments(options))).toEqual(['tcg,thread=multi']);
  const kvm = makeQemuArguments({ ...options, accelerator: 'kvm' });
  expect(valuesOf('-accel', kvm)).toEqual(['kvm']);
  expect(valuesOf('-cpu', kvm)).toEqual(['host']);
});

test('waits for a saved state only when told', () => {
  expect(valuesOf('-incoming', makeQemuArguments(options))).toEqual([]);
  expect(valuesOf('-incoming', makeQemuArguments({ ...options, incoming: true }))).toEqual(['defer']);
});

test('gives each of 64 CPUs to one node', () => {
  const shape = { nodes: 8, cpusPerNode: 8, memoryPerNodeBytes: 256 * 1024 * 1024 };
  const nodes = valuesOf('-numa', makeQemuArguments({ ...options, shape })).filter((value) =>
    value.startsWith('node,'),
  );
  expect(nodes.map((value) => /cpus=([\d-]+)/.exec(value)?.[1])).toEqual([
    '0-7',
    '8-15',
    '16-23',
    '24-31',
    '32-39',
    '40-47',
    '48-55',
    '56-63',
  ]);
});

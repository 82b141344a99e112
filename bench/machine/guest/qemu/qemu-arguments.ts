import type { VirtualShape } from '../../../../results/schema/plan.ts';
import { virtualDistance } from '../virtual-topology.ts';

export type Accelerator = 'tcg' | 'kvm';

export interface QemuOptions {
  readonly shape: VirtualShape;
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly initramfs: string;
  /** The guest's console is appended to this file. */
  readonly consoleLog: string;
  /** Descriptors of sockets that the emulator inherits. */
  readonly monitorDescriptor: number;
  readonly channelDescriptor: number;
  /** True to wait for a saved state instead of booting. */
  readonly incoming: boolean;
}

/**
 * The CPU that the guest sees. qemu64 has no RDRAND or RDSEED, so the host's random numbers do not reach
 * the guest's pool, and boots faster than `max` (2.5 s against 3.9 s with 2x2). KVM runs the host's own.
 */
const cpuModel: Readonly<Record<Accelerator, string>> = { tcg: 'qemu64', kvm: 'host' };

/**
 * A panic ends the emulator at once, because it must not reboot. The delay loop is preset (2.5 GHz at 250
 * Hz), since emulated CPUs fail to calibrate it for seconds each: 8x8 boots in 11 s of CPU time instead of
 * 119. All emulated CPUs share one time stamp counter; the kernel's watchdog would otherwise distrust it on
 * a busy host, and reading the clock become a system call. For the same reason the timer's interrupts are not
 * tried out: where the host is late, the kernel panics because they do not work.
 */
const kernelParameters =
  'console=ttyS0 panic=-1 nokaslr random.trust_cpu=off lpj=10000000 tsc=reliable no_timer_check';

/**
 * Arguments of qemu-system-x86_64 for a machine of this shape. Pure: the same options give the same
 * arguments.
 */
export function makeQemuArguments(options: QemuOptions): readonly string[] {
  const { shape } = options;
  return [
    '-nodefaults',
    '-no-user-config',
    '-no-reboot',
    ...['-display', 'none'],
    ...['-machine', 'q35,hmat=on,usb=off'],
    ...['-accel', options.accelerator === 'tcg' ? 'tcg,thread=multi' : 'kvm'],
    ...['-cpu', cpuModel[options.accelerator]],
    ...['-m', `${(shape.nodes * shape.memoryPerNodeBytes) / mebibyte}M`],
    ...[
      '-smp',
      `${shape.nodes * shape.cpusPerNode},sockets=${shape.nodes},cores=${shape.cpusPerNode},threads=1`,
    ],
    ...makeNodes(shape),
    ...makeDistances(shape.nodes),
    ...makeHmat(shape.nodes),
    ...['-kernel', options.kernel],
    ...['-initrd', options.initramfs],
    ...['-append', kernelParameters],
    ...['-chardev', `file,id=console,path=${escapeValue(options.consoleLog)},append=on`],
    ...['-serial', 'chardev:console'],
    ...['-chardev', `socket,id=channel,fd=${options.channelDescriptor}`],
    ...['-serial', 'chardev:channel'],
    ...['-chardev', `socket,id=monitor,fd=${options.monitorDescriptor}`],
    ...['-mon', 'chardev=monitor,mode=control'],
    ...(options.incoming ? ['-incoming', 'defer'] : []),
  ];
}

export const mebibyte = 1024 * 1024;

function makeNodes(shape: VirtualShape): readonly string[] {
  return numbers(shape.nodes).flatMap((node) => {
    const first = node * shape.cpusPerNode;
    const size = `${shape.memoryPerNodeBytes / mebibyte}M`;
    return [
      ...['-object', `memory-backend-ram,id=memory${node},size=${size}`],
      '-numa',
      `node,nodeid=${node},cpus=${first}-${first + shape.cpusPerNode - 1},memdev=memory${node},initiator=${node}`,
    ];
  });
}

function makeDistances(nodes: number): readonly string[] {
  return pairs(nodes)
    .filter(([from, to]) => from !== to)
    .flatMap(([from, to]) => ['-numa', `dist,src=${from},dst=${to},val=${virtualDistance(from, to, nodes)}`]);
}

/**
 * Nanoseconds and MB/s in proportion to the distances. They describe; the emulator does not slow anything
 * down.
 */
function makeHmat(nodes: number): readonly string[] {
  return pairs(nodes).flatMap(([initiator, target]) => {
    const value = virtualDistance(initiator, target, nodes);
    const pair = `initiator=${initiator},target=${target},hierarchy=memory`;
    return [
      ...['-numa', `hmat-lb,${pair},data-type=access-latency,latency=${value * 10}`],
      ...['-numa', `hmat-lb,${pair},data-type=access-bandwidth,bandwidth=${Math.round(200_000 / value)}M`],
    ];
  });
}

function pairs(nodes: number): readonly (readonly [number, number])[] {
  return numbers(nodes).flatMap((from) => numbers(nodes).map((to) => [from, to] as const));
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A comma would end the value of an option. */
function escapeValue(value: string): string {
  return value.replaceAll(',', ',,');
}

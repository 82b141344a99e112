import type { Systeminformation } from 'systeminformation';
import type { Fact } from '../../results/schema/environment.ts';
import { makeFact } from './fact.ts';

/** What systeminformation reports of the hardware: the few fields we copy, without serial numbers. */
export interface Hardware {
  readonly cpuModel: string;
  readonly cpuVendor: string;
  readonly logicalCpus: number;
  readonly physicalCores: number;
  readonly virtualization: string;
  readonly memoryModules: Fact;
  readonly board: Fact;
}

/** The answers of systeminformation that a description of the hardware takes. */
export interface HardwareAnswers {
  readonly cpu: Pick<Systeminformation.CpuData, 'brand' | 'manufacturer' | 'cores' | 'physicalCores'>;
  readonly system: Pick<Systeminformation.SystemData, 'virtual' | 'virtualHost'>;
  readonly board: Pick<Systeminformation.BaseboardData, 'manufacturer' | 'model'>;
  readonly memory: readonly Pick<Systeminformation.MemLayoutData, 'size' | 'type' | 'clockSpeed'>[];
}

/** About 100 ms; the whole of systeminformation takes more than a second. */
export async function readHardware(): Promise<Hardware> {
  const { default: si } = await import('systeminformation');
  const [cpu, system, board, memory] = await Promise.all([
    si.cpu(),
    si.system(),
    si.baseboard(),
    si.memLayout(),
  ]);
  return describeHardware({ cpu, system, board, memory });
}

export function describeHardware({ cpu, system, board, memory }: HardwareAnswers): Hardware {
  return {
    cpuModel: cpu.brand,
    cpuVendor: cpu.manufacturer,
    logicalCpus: cpu.cores,
    physicalCores: cpu.physicalCores,
    virtualization: system.virtual ? system.virtualHost || 'unknown hypervisor' : 'none',
    memoryModules: describeModules(memory),
    board: makeFact(`${board.manufacturer} ${board.model}`.trim(), 'the firmware shows no board'),
  };
}

/** Equal modules together. One without a type is made up: all memory as one module, where the firmware's table cannot be read. */
function describeModules(memory: HardwareAnswers['memory']): Fact {
  const counts = new Map<string, number>();
  for (const { size, type, clockSpeed } of memory) {
    if (size === 0 || type === '') continue;
    const speed = clockSpeed === null || clockSpeed === 0 ? '' : ` at ${clockSpeed} MT/s`;
    const module = `${size / 2 ** 30} GiB ${type}${speed}`;
    counts.set(module, (counts.get(module) ?? 0) + 1);
  }
  const modules = [...counts].map(([module, count]) => `${count} × ${module}`);
  return makeFact(modules.join(', '), 'dmidecode reports no module: it has to run as root on real hardware');
}

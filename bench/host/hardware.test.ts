import { expect, test } from 'vitest';
import { describeHardware, type HardwareAnswers, readHardware } from './hardware.ts';

const answers: HardwareAnswers = {
  cpu: { brand: 'Difference Engine', manufacturer: 'Babbage', cores: 8, physicalCores: 4 },
  system: { virtual: false },
  board: { manufacturer: 'Supermicro', model: 'H12DSi' },
  memory: [
    { size: 32 * 2 ** 30, type: 'DDR4', clockSpeed: 3200 },
    { size: 32 * 2 ** 30, type: 'DDR4', clockSpeed: 3200 },
    { size: 0, type: 'Empty', clockSpeed: 0 },
    { size: 16 * 2 ** 30, type: 'DDR4', clockSpeed: null },
  ],
};

test('equal memory modules are counted, empty slots are not, and a speed that is not reported is left out', () => {
  expect(describeHardware(answers)).toEqual({
    cpuModel: 'Difference Engine',
    cpuVendor: 'Babbage',
    logicalCpus: 8,
    physicalCores: 4,
    virtualization: 'none',
    memoryModules: { value: '2 × 32 GiB DDR4 at 3200 MT/s, 1 × 16 GiB DDR4' },
    board: { value: 'Supermicro H12DSi' },
  });
});

test('a machine that shows nothing of its hardware gets reasons, and not the module that is made up of all its memory', () => {
  const hidden = describeHardware({
    ...answers,
    system: { virtual: true, virtualHost: '' },
    board: { manufacturer: '', model: '' },
    memory: [{ size: 25_276_510_208, type: '', clockSpeed: 0 }],
  });
  expect(hidden).toMatchObject({
    virtualization: 'unknown hypervisor',
    memoryModules: { unavailable: expect.stringContaining('dmidecode') },
    board: { unavailable: 'the firmware shows no board' },
  });
});

test('this machine has a processor, and its hardware names no serial number', async () => {
  const hardware = await readHardware();
  expect(hardware.logicalCpus).toBeGreaterThan(0);
  expect(Object.keys(hardware)).toHaveLength(7);
});

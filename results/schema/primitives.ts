import { z } from 'zod';

/** Version of every file format in this folder; raised when an older reader would misread a newer file. */
export const schemaVersion = 1;

export const count = z.int().nonnegative();
export const byteCount = z.int().nonnegative();
/** A node number as the kernel prints it in /sys/devices/system/node. */
export const nodeId = z.int().min(0).max(1023);
export const cpuId = z.int().min(0).max(8191);
export const durationNs = z.int().nonnegative();

/**
 * Where one page lies, as the kernel reported it: a node number, or why there is none.
 * `absent`: the present bit of /proc/self/pagemap is clear. `zero`: the shared zero page of a read that came
 * before any write. The two are told apart with pagemap because move_pages on Linux 6.1 answers -EFAULT to both.
 */
export const pageNode = z.union([nodeId, z.enum(['absent', 'zero', 'unknown'])]);
export type PageNode = z.infer<typeof pageNode>;

export const machineKind = z.enum(['host', 'virtual']);
export type MachineKind = z.infer<typeof machineKind>;

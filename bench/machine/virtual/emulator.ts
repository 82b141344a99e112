import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { openQmp, type Qmp } from './qmp.ts';

/** Descriptors that the guard and the emulator inherit; the guard keeps the last one for itself. */
export const descriptors = { monitor: 3, channel: 4, life: 5 };

/** How much of the emulator's own messages is kept. */
const stderrKept = 4096;

/**
 * A running QEMU. It cannot outlive this process: its guard watches a socket of which we hold the other
 * end.
 */
export interface Emulator {
  readonly monitor: Qmp;
  /** The guest's second serial port. */
  readonly channel: Duplex;
  /** Resolves with the emulator's last words when it has ended, for whatever reason. */
  readonly ended: Promise<string>;
  /** Ends the emulator at once; resolves when it is gone. May be called twice. */
  kill(): Promise<void>;
}

export interface EmulatorCommand {
  readonly guard: string;
  readonly qemu: string;
  readonly arguments: readonly string[];
  /** File of the machine's saved state, for $NUMA_LAB_STATE in migration commands. */
  readonly stateFile: string;
}

/**
 * Starts QEMU in a session of its own, so that Ctrl-C reaches the orchestrator only, which then ends it in
 * order.
 */
export async function startEmulator(command: EmulatorCommand): Promise<Emulator> {
  const child = spawn(command.guard, [String(descriptors.life), command.qemu, ...command.arguments], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
    env: { PATH: process.env.PATH, NUMA_LAB_STATE: command.stateFile },
  });
  const sockets = child.stdio as unknown as readonly Duplex[];
  let stderr = '';
  sockets[2]?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(stderr.trim()));
  });
  const [monitorSocket, channel, life] = [sockets[3], sockets[4], sockets[5]];
  if (monitorSocket === undefined || channel === undefined || life === undefined) {
    throw new Error('the emulator was started without its sockets');
  }
  // A socket of an emulator that died is reset; `ended` tells of it.
  for (const socket of [channel, life]) socket.on('error', () => undefined);
  const kill = async () => {
    life.destroy();
    await ended;
  };
  try {
    return { monitor: await openQmp(monitorSocket), channel, ended, kill };
  } catch (error) {
    await kill();
    const words = await ended;
    throw new Error(`the emulator did not start: ${words || 'it said nothing'}`, { cause: error });
  }
}

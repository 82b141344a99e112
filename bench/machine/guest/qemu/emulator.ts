import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { openQmp, type Qmp } from './qmp.ts';

/** Descriptors that the guard and the emulator inherit; the guard keeps the last one for itself. */
export const descriptors = { monitor: 3, channel: 4, life: 5 };

/** How much of the emulator's own messages is kept. */
const stderrKept = 4096;

/**
 * A process stuck in the kernel, as under a broken KVM, does not even obey SIGKILL; nobody waits for it
 * longer.
 */
const killLimitMs = 5000;

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
  /** Ends the emulator at once; resolves when it is gone, or will not go. May be called twice. */
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
 * order. Returns at once: an emulator that could not be started has `ended`, and its monitor fails.
 */
export function startEmulator(command: EmulatorCommand): Emulator {
  const child = spawn(command.guard, [String(descriptors.life), command.qemu, ...command.arguments], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
    env: { PATH: process.env.PATH, NUMA_LAB_STATE: command.stateFile },
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrKept);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(stderr.trim()));
  });
  const life = socketOf(child, descriptors.life);
  const channel = socketOf(child, descriptors.channel);
  return {
    monitor: openQmp(socketOf(child, descriptors.monitor)),
    channel,
    ended,
    kill: async () => {
      life.destroy();
      await Promise.race([ended, wait(killLimitMs)]);
    },
  };
}

/** Our end of a socket that the child inherited. One whose child died is reset; `ended` reports it. */
function socketOf(child: ChildProcess, descriptor: number): Duplex {
  const socket = child.stdio[descriptor];
  if (!(socket instanceof Duplex))
    throw new Error(`the emulator was started without its socket ${descriptor}`);
  return socket.on('error', () => undefined);
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    // Must not keep the orchestrator alive.
    setTimeout(resolve, durationMs).unref();
  });
}

import { openChannel } from './channel/channel.ts';
import {
  type GuestDescription,
  type GuestMemory,
  type GuestMessage,
  type GuestRan,
  type GuestRequest,
  guestMessage,
} from './channel/protocol.ts';
import { GuestError } from './guest-error.ts';
import type { Emulator } from './qemu/emulator.ts';

/** Bytes that the processes of a trial wrote, by process. */
export interface GuestOutput {
  readonly stdout: readonly Buffer[];
  readonly stderr: readonly Buffer[];
}

export interface GuestTrial {
  readonly ran: GuestRan;
  readonly output: GuestOutput;
  /** In the order in which they came. */
  readonly memory: readonly GuestMemory[];
}

/** A running guest whose agent answers. Every method rejects with GuestError when the guest fails. */
export interface Guest {
  readonly emulator: Emulator;
  describe(limitMs: number): Promise<GuestDescription>;
  /** Shuffles the free lists of `nodes`, or of all nodes, and reseeds the random pool. */
  perturb(seed: string, limitMs: number, nodes?: readonly number[]): Promise<void>;
  run(request: Extract<GuestRequest, { do: 'run' }>, limitMs: number): Promise<GuestTrial>;
  /** Powers the guest off and waits for its emulator to end; ends it the hard way after `limitMs`. */
  powerOff(limitMs: number): Promise<void>;
  kill(): Promise<void>;
}

interface Pending {
  readonly resolve: (message: GuestMessage) => void;
  readonly reject: (error: GuestError) => void;
}

/**
 * Talks to the agent of a guest that is running or still booting: the first answer comes when the agent is
 * there.
 */
export function connectGuest(emulator: Emulator): Guest {
  let pending: Pending | undefined;
  let chunks: Extract<GuestMessage, { type: 'output' }>[] = [];
  let memory: GuestMemory[] = [];
  let broken: GuestError | undefined;

  const fail = (message: string) => {
    broken ??= new GuestError(message);
    pending?.reject(broken);
    pending = undefined;
  };
  const channel = openChannel(emulator.channel, (payload) => {
    const message = parseMessage(payload);
    if (message === undefined) return fail(`the agent sent what is no message: ${payload.slice(0, 80)}`);
    if (message.type === 'output') {
      chunks.push(message);
      return;
    }
    if (message.type === 'memory') {
      memory.push(message);
      return;
    }
    pending?.resolve(message);
    pending = undefined;
  });
  void emulator.ended.then((words) => {
    channel.close();
    fail(`the guest ended${words === '' ? '' : `: ${words}`}`);
  });

  const ask = async (request: GuestRequest, limitMs: number): Promise<GuestMessage> => {
    if (broken !== undefined) throw broken;
    if (pending !== undefined) throw new Error('the guest was asked while it was busy');
    chunks = [];
    memory = [];
    const timer = setTimeout(
      () => fail(`the guest did not answer '${request.do}' in ${limitMs} ms`),
      limitMs,
    );
    try {
      const answer = await new Promise<GuestMessage>((resolve, reject) => {
        pending = { resolve, reject };
        channel.send(JSON.stringify(request));
      });
      if (answer.type === 'refused') throw new GuestError(`the agent refused '${request.do}': ${answer.why}`);
      return answer;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    emulator,
    describe: async (limitMs) => expectType(await ask({ do: 'describe' }, limitMs), 'description'),
    perturb: async (seed, limitMs, nodes) => {
      const which = nodes === undefined ? {} : { nodes };
      expectType(await ask({ do: 'perturb', seed, ...which }, limitMs), 'perturbed');
    },
    run: async (request, limitMs) => {
      const ran = expectType(await ask(request, limitMs), 'ran');
      return { ran, output: joinOutput(chunks, ran.exits.length), memory };
    },
    powerOff: async (limitMs) => {
      if (broken === undefined) channel.send(JSON.stringify({ do: 'power-off' } satisfies GuestRequest));
      const timer = setTimeout(() => void emulator.kill(), limitMs);
      await emulator.ended;
      clearTimeout(timer);
    },
    kill: () => emulator.kill(),
  };
}

function parseMessage(payload: string): GuestMessage | undefined {
  try {
    return guestMessage.parse(JSON.parse(payload));
  } catch {
    return undefined;
  }
}

function expectType<T extends GuestMessage['type']>(
  message: GuestMessage,
  type: T,
): Extract<GuestMessage, { type: T }> {
  if (message.type !== type)
    throw new GuestError(`the agent answered '${message.type}' instead of '${type}'`);
  return message as Extract<GuestMessage, { type: T }>;
}

function joinOutput(
  chunks: readonly Extract<GuestMessage, { type: 'output' }>[],
  processes: number,
): GuestOutput {
  const join = (stream: 'stdout' | 'stderr') =>
    Array.from({ length: processes }, (_, process) =>
      Buffer.concat(
        chunks
          .filter((chunk) => chunk.stream === stream && chunk.process === process)
          .map((chunk) => Buffer.from(chunk.data, 'latin1')),
      ),
    );
  return { stdout: join('stdout'), stderr: join('stderr') };
}

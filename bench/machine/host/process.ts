import type { Readable } from 'node:stream';
import type { Launch } from './launch.ts';

/** How a process ended and what it printed. */
export interface EndedProcess {
  /** undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A started process of a trial. */
export interface HostProcess {
  /** undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when the process waits at its gate, or has ended without coming there. At once without a gate. */
  readonly ready: Promise<void>;
  openGate(): void;
  /** Ends the whole process group; may be called at any time. */
  kill(): void;
  readonly ended: Promise<EndedProcess>;
}

export interface ProcessOptions {
  readonly gate: boolean;
  /** Characters of stdout, and of stderr, after which the process is killed. */
  readonly outputLimit: number;
}

/** The line with which a program says that it is set up and waits for one byte on stdin. */
const readyLine = '{"type":"ready"}\n';

/** How long output that is still in the pipes may take to arrive once the program has ended. */
const drainLimitMs = 2000;

/** As shells report a command that could not be started. */
const cannotStart = 127;

/** Starts a program as leader of its own process group. One that cannot be started ends with code 127. */
export async function startProcess(launch: Launch, options: ProcessOptions): Promise<HostProcess> {
  const { execa } = await import('execa');
  const child = execa(launch.file, launch.arguments, {
    reject: false,
    detached: true,
    // execa's own clean-up ends the leader only, and not when we are killed: setpriv does both.
    cleanup: false,
    extendEnv: false,
    env: launch.environment,
    cwd: '/',
    stdin: options.gate ? 'pipe' : 'ignore',
    // execa would cut the output at its limit and let the program run on.
    buffer: false,
  });
  const kill = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  child.once('exit', () => {
    // Whatever the program forked goes with it.
    kill();
    // What fled into a session of its own does not, and would hold the pipes open for ever.
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, drainLimitMs).unref();
  });
  // A program that died at its gate leaves a pipe without a reader.
  child.stdin?.on('error', () => undefined);
  const stdout = collect(child.stdout, options.outputLimit, kill);
  const stderr = collect(child.stderr, options.outputLimit, kill);
  const ended = child.then((result): EndedProcess => {
    const started = result.exitCode !== undefined || result.signal !== undefined;
    const overflow = stdout.overflowed() || stderr.overflowed();
    const notes = [
      stderr.text(),
      overflow ? `killed: it printed more than ${options.outputLimit} characters\n` : '',
      started ? '' : `${result.originalMessage ?? 'could not be started'}\n`,
    ];
    return {
      code: started ? result.exitCode : cannotStart,
      signal: result.signal,
      stdout: options.gate ? stdout.text().replace(readyLine, '') : stdout.text(),
      stderr: notes.join(''),
    };
  });
  return {
    pid: child.pid,
    ready: options.gate
      ? Promise.race([seesReadyLine(child.stdout), ended.then(() => undefined)])
      : Promise.resolve(),
    openGate: () => child.stdin?.end('\n'),
    kill,
    ended,
  };
}

interface Collected {
  text(): string;
  overflowed(): boolean;
}

function collect(stream: Readable, limit: number, onOverflow: () => void): Collected {
  const chunks: string[] = [];
  let length = 0;
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const rest = limit - length;
    if (chunk.length > rest) onOverflow();
    if (rest > 0) chunks.push(chunk.slice(0, rest));
    length += chunk.length;
  });
  return { text: () => chunks.join(''), overflowed: () => length > limit };
}

function seesReadyLine(stdout: Readable): Promise<void> {
  return new Promise((resolve) => {
    let seen = '';
    const watch = (chunk: string) => {
      seen += chunk;
      if (!`\n${seen}`.includes(`\n${readyLine}`)) return;
      stdout.off('data', watch);
      resolve();
    };
    stdout.on('data', watch);
  });
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // Nobody of the group is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

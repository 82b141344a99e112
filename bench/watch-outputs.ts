import type { EventEmitter } from 'node:events';
import { exitCode } from './command-line.ts';

export interface Outputs {
  readonly stdout: EventEmitter;
  readonly stderr: EventEmitter;
  readonly complain: (line: string) => void;
  /** Ends the program, without a code with the one it has come to. */
  readonly exit: (code?: number) => void;
}

/**
 * What cannot be written is no bug. A reader of stdout such as `head` that has seen enough ends the program quietly; stdout on a
 * full disk is one line; and stderr is for people: when nobody reads it, a run that measures goes on.
 */
export function watchOutputs({ stdout, stderr, complain, exit }: Outputs): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return exit();
    complain(`numa-lab: cannot write to stdout: ${error.message}; send it elsewhere`);
    exit(exitCode.wrongUse);
  });
  stderr.on('error', () => undefined);
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a shell reports for a program that ended by SIGINT. */
export const interruptedExitCode = 130;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Gives the signals back to whoever had them. */
  readonly release: () => void;
}

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that a run can end its trial and close its machine; `onFirst` is
 * told. The second one ends the process at once.
 */
export function catchInterrupts(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(interruptedExitCode);
    onFirst();
    controller.abort();
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

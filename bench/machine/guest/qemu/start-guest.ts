import { GuestError } from '../guest-error.ts';
import type { SnapshotCheck } from './snapshot.ts';

export interface StartedGuest<Guest> {
  readonly guest: Guest;
  /** Why the guest before it broke; empty where there was none. */
  readonly lostStarts: readonly string[];
}

/**
 * Starts a guest, and another one in place of one that breaks: no program was started in it and nothing measured, so that this is no
 * second try at a result. Once only, from a saved state whose hash is looked at, and the caller records it; what breaks later is a
 * failed trial. Rejects with the second GuestError, and with the signal's reason when aborted.
 */
export async function startGuest<Guest>(
  start: (check: SnapshotCheck) => Promise<Guest>,
  { signal, onBroken }: { readonly signal: AbortSignal; readonly onBroken: () => Promise<void> },
): Promise<StartedGuest<Guest>> {
  try {
    return { guest: await start('size'), lostStarts: [] };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GuestError)) throw error;
    await onBroken();
    return { guest: await start('hash'), lostStarts: [error.message] };
  }
}

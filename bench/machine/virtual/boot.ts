import { findDifference } from './check-guest.ts';
import { startEmulator } from './emulator.ts';
import { connectGuest, type Guest, GuestError } from './guest.ts';
import type { GuestDescription } from './protocol.ts';
import { type GuestRecipe, makeEmulatorCommand } from './recipe.ts';
import { makeVirtualTopology } from './virtual-topology.ts';

/** A guest and what it said of itself. */
export interface BootedGuest {
  readonly guest: Guest;
  readonly description: GuestDescription;
}

/**
 * Boots a guest and compares it with its shape. Rejects with GuestError when it does not come up within
 * `limitMs` or is not what was asked for, with the signal's reason when aborted; no emulator is left then.
 */
export async function bootGuest(
  recipe: GuestRecipe,
  limitMs: number,
  signal: AbortSignal,
): Promise<BootedGuest> {
  signal.throwIfAborted();
  const emulator = await startEmulator(makeEmulatorCommand(recipe, { incoming: false, stateFile: '' }));
  const guest = connectGuest(emulator);
  return withAbort(guest, signal, async () => {
    const description = await guest.describe(limitMs);
    const difference = findDifference(description, makeVirtualTopology(recipe.shape));
    if (difference !== undefined) throw new GuestError(`the guest is not what was asked for: ${difference}`);
    return { guest, description };
  });
}

/** Starts a guest from its saved state; it goes on where it was stopped. Fails like bootGuest. */
export async function restoreGuest(
  recipe: GuestRecipe,
  stateFile: string,
  signal: AbortSignal,
): Promise<Guest> {
  signal.throwIfAborted();
  const emulator = await startEmulator(makeEmulatorCommand(recipe, { incoming: true, stateFile }));
  const { monitor } = emulator;
  return withAbort({ kill: emulator.kill }, signal, async () => {
    await monitor.run('migrate-set-capabilities', {
      capabilities: [{ capability: 'events', state: true }],
    });
    const done = monitor.waitFor('MIGRATION', (data) => isFinal(data.status));
    await monitor.run('migrate-incoming', { uri: 'exec:cat "$NUMA_LAB_STATE"' });
    await done;
    await monitor.run('cont');
    return connectGuest(emulator);
  });
}

/** Stops a guest and writes its state to the file that its emulator was started with as `stateFile`. */
export async function saveGuest(guest: Guest, stateFile: string): Promise<void> {
  const { monitor } = guest.emulator;
  await monitor.run('migrate-set-capabilities', { capabilities: [{ capability: 'events', state: true }] });
  // The default is made for networks: 128 MiB/s.
  await monitor.run('migrate-set-parameters', { 'max-bandwidth': 2 ** 40 });
  await monitor.run('stop');
  const done = monitor.waitFor('MIGRATION', (data) => isFinal(data.status));
  await monitor.run('migrate', { uri: `exec:cat > ${quoteForShell(stateFile)}` });
  await done;
  const answer = await monitor.run('query-migrate');
  const status = (answer as { readonly status?: unknown }).status;
  if (status !== 'completed') throw new GuestError(`saving the guest ended as '${String(status)}'`);
}

function isFinal(status: unknown): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** Single quotes keep everything but themselves. */
function quoteForShell(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

/** Kills the guest when `work` fails or the signal comes; then rejects with the signal's reason. */
async function withAbort<T>(
  guest: { kill(): Promise<void> },
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const kill = () => void guest.kill();
  signal.addEventListener('abort', kill);
  try {
    // The emulator took a moment to start, in which nobody listened.
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    await guest.kill();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

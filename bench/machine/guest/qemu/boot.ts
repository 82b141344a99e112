import type { GuestDescription } from '../channel/protocol.ts';
import { findDifference } from '../check-guest.ts';
import { connectGuest, type Guest } from '../guest.ts';
import { GuestError } from '../guest-error.ts';
import { makeVirtualTopology } from '../virtual-topology.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type Qmp, QmpError } from './qmp.ts';
import { type GuestRecipe, makeEmulatorCommand } from './recipe.ts';

/** Saving and restoring take under a second on an idle host. */
const migrationLimitMs = 120_000;

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
  const emulator = startEmulator(makeEmulatorCommand(recipe, { incoming: false, stateFile: '' }));
  const guest = connectGuest(emulator);
  return killOnFailure(emulator, { limitMs, signal }, async () => {
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
  const emulator = startEmulator(makeEmulatorCommand(recipe, { incoming: true, stateFile }));
  return killOnFailure(emulator, { limitMs: migrationLimitMs, signal }, async () => {
    await migrate(emulator.monitor, 'migrate-incoming', 'exec:cat "$NUMA_LAB_STATE"');
    await emulator.monitor.run('cont');
    return connectGuest(emulator);
  });
}

/** Stops a guest, writes its state to a file and ends its emulator. Fails like bootGuest. */
export async function saveGuest(guest: Guest, stateFile: string, signal: AbortSignal): Promise<void> {
  const { monitor } = guest.emulator;
  await killOnFailure(guest.emulator, { limitMs: migrationLimitMs, signal }, async () => {
    // The default is made for networks: 128 MiB/s.
    await monitor.run('migrate-set-parameters', { 'max-bandwidth': 2 ** 40 });
    await monitor.run('stop');
    await migrate(monitor, 'migrate', `exec:cat > ${quoteForShell(stateFile)}`);
  });
  await guest.kill();
}

/** Runs a migration in either direction to its end; throws GuestError when that is not its completion. */
async function migrate(monitor: Qmp, command: 'migrate' | 'migrate-incoming', uri: string): Promise<void> {
  await monitor.run('migrate-set-capabilities', { capabilities: [{ capability: 'events', state: true }] });
  const done = monitor.waitFor('MIGRATION', (data) => isFinal(data.status));
  const [{ status }] = await Promise.all([done, monitor.run(command, { uri })]);
  if (status !== 'completed') throw new GuestError(`the emulator's ${command} ended as '${String(status)}'`);
}

function isFinal(status: unknown): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** Single quotes keep everything but themselves. */
function quoteForShell(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

/**
 * Kills the emulator when `work` fails, takes longer than the limit or is aborted; then rejects with the
 * signal's reason, or with a GuestError that has the emulator's last words.
 */
async function killOnFailure<T>(
  emulator: Emulator,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const kill = () => void emulator.kill();
  const timer = setTimeout(kill, limitMs);
  signal.addEventListener('abort', kill);
  try {
    return await work();
  } catch (error) {
    await emulator.kill();
    signal.throwIfAborted();
    if (!(error instanceof QmpError)) throw error;
    const words = await Promise.race([emulator.ended, '']);
    throw new GuestError(`${error.message}${words === '' ? '' : `: ${words}`}`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}

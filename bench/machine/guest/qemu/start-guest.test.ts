import { expect, test } from 'vitest';
import { GuestError } from '../guest-error.ts';
import type { SnapshotCheck } from './snapshot.ts';
import { startGuest } from './start-guest.ts';

/** Starts guests of which the first so many break with these errors. */
async function start(errors: readonly Error[], abort = new AbortController()) {
  const seen: string[] = [];
  const waiting = [...errors];
  const one = async (check: SnapshotCheck) => {
    seen.push(check);
    const error = waiting.shift();
    if (error !== undefined) throw error;
    return 'a guest';
  };
  const onBroken = async () => void seen.push('broken');
  const result = await startGuest(one, { signal: abort.signal, onBroken }).catch(
    (error: Error) => error.message,
  );
  return { result, seen };
}

test('a guest that starts is taken as it is', async () => {
  expect(await start([])).toEqual({ result: { guest: 'a guest', lostStarts: [] }, seen: ['size'] });
});

test('one that breaks is replaced by one whose saved state was looked at, and it is reported', async () => {
  expect(await start([new GuestError('no state')])).toEqual({
    result: { guest: 'a guest', lostStarts: ['no state'] },
    seen: ['size', 'broken', 'hash'],
  });
});

test('two that break are a broken machine, and an error of ours or an end by the user is no reason to go on', async () => {
  const twice = await start([new GuestError('first'), new GuestError('second')]);
  expect(twice).toEqual({ result: 'second', seen: ['size', 'broken', 'hash'] });
  expect(await start([new Error('a bug')])).toEqual({ result: 'a bug', seen: ['size'] });
  const abort = new AbortController();
  abort.abort(new Error('stopped by the user'));
  expect(await start([new GuestError('killed')], abort)).toEqual({
    result: 'stopped by the user',
    seen: ['size'],
  });
});

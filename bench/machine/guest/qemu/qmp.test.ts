import { duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import { openQmp, QmpError } from './qmp.ts';

/** A monitor that greets and answers each command by what `answer` makes of its name. */
function makeMonitor(answer: (command: string) => object) {
  const [ours, theirs] = duplexPair();
  theirs.write('{"QMP":{"version":{},"capabilities":[]}}\r\n');
  theirs.setEncoding('utf8').on('data', (line: string) => {
    theirs.write(`${JSON.stringify(answer(JSON.parse(line).execute))}\r\n`);
  });
  return { ours, theirs };
}

test('answers commands in order and passes over events in between', async () => {
  const { ours, theirs } = makeMonitor((command) => ({ return: command }));
  const qmp = openQmp(ours);
  theirs.write('{"event":"STOP","data":{}}\r\n');
  expect(await qmp.run('stop')).toBe('stop');
  expect(await Promise.all([qmp.run('a'), qmp.run('b')])).toEqual(['a', 'b']);
});

test('reports a command that failed', async () => {
  const { ours } = makeMonitor((command) =>
    command === 'qmp_capabilities'
      ? { return: {} }
      : { error: { class: 'GenericError', desc: 'no such device' } },
  );
  const qmp = openQmp(ours);
  await expect(qmp.run('eject')).rejects.toThrow(new QmpError('no such device'));
});

test('waits for the event that matches, however the bytes are cut', async () => {
  const { ours, theirs } = makeMonitor(() => ({ return: {} }));
  const qmp = openQmp(ours);
  const done = qmp.waitFor('MIGRATION', (data) => data.status === 'completed');
  theirs.write('{"event":"MIGRATION","data":{"status":"active"}}\r\n{"event":"MIGR');
  theirs.write('ATION","data":{"status":"completed"}}\r\n');
  expect(await done).toEqual({ status: 'completed' });
});

test('lets nobody wait for an emulator that has ended', async () => {
  const { ours } = makeMonitor(() => ({ return: {} }));
  const qmp = openQmp(ours);
  const waiting = qmp.waitFor('SHUTDOWN', () => true);
  ours.destroy();
  await expect(waiting).rejects.toThrow('the emulator ended');
  await expect(qmp.run('stop')).rejects.toThrow('the emulator ended');
});

import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { optionsOf, type Typed } from '../../test/fixtures/request.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
import { timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { viewFlags } from '../request/flags.ts';
import { runViewCommand } from './view.ts';

// Tests that follow in this process must not be slower for it.
vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  setPriority: vi.fn(),
}));

const run = '20250102T000000Z-host-bbbbbb';
let results = '';
let printed: string[] = [];
let said = '';
let onPrint: () => void = () => undefined;
beforeEach(async () => {
  results = await realpath(await mkdtemp(join(tmpdir(), 'numa-lab-view-')));
  [printed, said] = [[], ''];
  vi.stubEnv('DISPLAY', '').stubEnv('WAYLAND_DISPLAY', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    onPrint();
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(results, { recursive: true, force: true });
});

const view = async (typed: Typed, named: { readonly run?: string } = {}) =>
  runViewCommand({ ...optionsOf(viewFlags, typed).options, ...named });

/** Starts the viewer; resolves with the address it prints and its exit code to come. */
async function start(
  typed: Typed,
  named: { readonly run?: string } = {},
): Promise<{ address: string; code: Promise<number> }> {
  const isPrinted = new Promise<void>((resolve) => {
    onPrint = resolve;
  });
  const code = view({ results, ...typed }, named);
  await Promise.race([isPrinted, code]);
  return { address: (printed[0] ?? '').trim(), code };
}

test('without a display the address, a tunnel and the report are named; a signal ends it with 0', async () => {
  await writeRun(join(results, run), timedRun());
  await writeFile(join(results, run, 'report.html'), '<p>');
  const { address, code } = await start({});
  const { port } = new URL(address);
  expect(address).toBe(`http://127.0.0.1:${port}/runs/${run}`);
  expect((await fetch(address)).status).toBe(200);
  process.emit('SIGTERM');
  expect(await code).toBe(0);
  expect(said).toContain(`ssh -L ${port}:127.0.0.1:${port} `);
  expect(said).toContain(join(results, run, 'report.html'));
  await expect(fetch(address)).rejects.toThrow();
});

test('a folder without a run is shown too, and --json prints the address as a value', async () => {
  const { address, code } = await start({ json: true });
  const value = JSON.parse(address) as { url: string; port: number; run: null };
  expect(value).toEqual({ url: `http://127.0.0.1:${value.port}/`, port: value.port, run: null });
  expect(await (await fetch(value.url)).text()).toContain('No run yet');
  process.emit('SIGINT');
  expect(await code).toBe(0);
});

test('a run is named as for report, and one by its path is shown with its neighbours', async () => {
  await writeRun(join(results, run), timedRun());
  await writeRun(join(results, '20250103T000000Z-host-cccccc'), timedRun());
  for (const name of ['bbbbbb', join(results, run)]) {
    printed = [];
    const { address, code } = await start({}, { run: name });
    expect(new URL(address).pathname).toBe(`/runs/${run}`);
    expect(await (await fetch(new URL('/', address))).text()).toContain('cccccc');
    process.emit('SIGINT');
    expect(await code).toBe(0);
  }
});

test('what cannot be shown or listened on is the mistake of the user', async () => {
  await writeRun(join(results, run), timedRun());
  await expect(view({ results }, { run: 'none' })).rejects.toThrow("no run called 'none'");
  await expect(view({ results: join(results, 'no') })).rejects.toThrow('--results is no folder');
  for (const port of ['x', '-1', '65536', '80.5', ''])
    await expect(view({ results, port })).rejects.toThrow('--port is not an integer from 0 to 65535');
  const { address, code } = await start({});
  const { port } = new URL(address);
  await expect(view({ results, port })).rejects.toThrow(`port ${port} is in use`);
  process.emit('SIGINT');
  expect(await code).toBe(0);
});

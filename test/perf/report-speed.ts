import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildReport } from '../../analysis/build-report.ts';
import { hypothesisTable } from '../../analysis/hypotheses/table.ts';
import { loadRun } from '../../analysis/load-run.ts';
import { renderText } from '../../analysis/render/text.ts';
import { findQuantileBootstrap } from '../../bench/commands/find-quantile-bootstrap.ts';
import { keptReport } from '../../bench/commands/kept-report.ts';
import { makeLargeRun } from './make-large-run.ts';

/**
 * How long the report of a large run takes, and how much memory, in a process of its own, as `numa-lab report` makes it: once from the
 * records, and once as it is kept since then.
 *
 *     npm run build && node dist/test/perf/report-speed.js [--copies 14] [--blocks 100] [--rounds 3] [--varied] [--keep FOLDER]
 *
 * The default are 50,402 trials. With `--varied` counts differ from block to block as well, and less of a run is held once. Not a test:
 * times depend on what else the machine does. On two shared cores the default took 5.4 to 8.6 s and 380 to 454 MiB when it was made, of CPU time about 1 s each
 * for JSON.parse and the garbage collector, 1.6 s for the metrics, 0.4 s for the comparisons; and 0.75 to 0.83 s and 140 MiB when it was kept. Two threads,
 * each with half of the arms, took as long as one: what takes long is that code gets warm, in each of them.
 */
const { values } = parseArgs({
  options: {
    copies: { type: 'string', default: '14' },
    blocks: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    varied: { type: 'boolean', default: false },
    measure: { type: 'string' },
    keep: { type: 'string' },
  },
});

if (values.measure === undefined) await makeAndMeasure();
else await measure(values.measure);

async function makeAndMeasure(): Promise<void> {
  const directory = values.keep ?? (await mkdtemp(join(tmpdir(), 'numa-lab-report-speed-')));
  try {
    const { trials, journalBytes } = await makeLargeRun(
      directory,
      Number(values.copies),
      Number(values.blocks),
      values.varied,
    );
    const size = `${(journalBytes / 1e6).toFixed(0)} MB, ${Math.round(journalBytes / trials)} bytes each`;
    process.stdout.write(`${trials} trials, ${size}\n`);
    for (let round = 0; round < Number(values.rounds); round += 1) await measureTwice(directory);
  } finally {
    if (values.keep === undefined) await rm(directory, { recursive: true });
  }
}

/** With a cache that is empty the first time. */
async function measureTwice(directory: string): Promise<void> {
  const cache = await mkdtemp(join(tmpdir(), 'numa-lab-report-speed-cache-'));
  const argv = [...process.execArgv, fileURLToPath(import.meta.url), '--measure', directory];
  const env = { ...process.env, NUMA_LAB_CACHE: cache };
  for (const _ of ['made', 'kept']) spawnSync(process.execPath, argv, { stdio: 'inherit', env });
  await rm(cache, { recursive: true });
}

async function measure(directory: string): Promise<void> {
  const begin = performance.now();
  let loadedAt: number | undefined;
  const report = await keptReport(directory, async () => {
    const loaded = await loadRun(directory);
    if (loaded.state === 'problem') throw new Error(loaded.message);
    loadedAt = performance.now();
    return buildReport(loaded.run, hypothesisTable, findQuantileBootstrap());
  });
  const builtAt = performance.now();
  const text = renderText(report);
  const end = performance.now();
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(2)} s`;
  const parts =
    loadedAt === undefined
      ? `kept ${seconds(begin, builtAt)}`
      : `load ${seconds(begin, loadedAt)}, build and keep ${seconds(loadedAt, builtAt)}`;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stdout.write(
    [
      `${seconds(0, end)} from the start of the process: ${parts}`,
      `render ${seconds(builtAt, end)} (${text.length} characters)`,
      `CPU time ${((userCPUTime + systemCPUTime) / 1e6).toFixed(2)} s`,
      `at most ${(maxRSS / 1024).toFixed(0)} MiB resident\n`,
    ].join(', '),
  );
}

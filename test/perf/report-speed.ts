import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hypothesisTable } from '../../analysis/judge/hypotheses/table.ts';
import { loadRun } from '../../analysis/load/load-run.ts';
import { renderText } from '../../analysis/render/text.ts';
import { buildReport } from '../../analysis/report/build-report.ts';
import { findQuantileBootstrap } from '../../bench/commands/report/find-quantile-bootstrap.ts';
import { makeLargeRun } from './make-large-run.ts';

/**
 * How long the report of a large run takes, and how much memory, in a process of its own, as `numa-lab report` makes it.
 *
 *     npx tsc -p test/perf && node dist/test/perf/report-speed.js [--copies 14] [--blocks 100] [--rounds 3] [--varied] [--keep FOLDER]
 *
 * The default are 50,402 trials; 20 blocks make 10,082. With `--varied` counts differ from block to block as well. Not a test: times depend on what else
 * the machine does.
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
    for (let round = 0; round < Number(values.rounds); round += 1) measureApart(directory);
  } finally {
    if (values.keep === undefined) await rm(directory, { recursive: true });
  }
}

function measureApart(directory: string): void {
  const argv = [...process.execArgv, fileURLToPath(import.meta.url), '--measure', directory];
  spawnSync(process.execPath, argv, { stdio: 'inherit' });
}

async function measure(directory: string): Promise<void> {
  const begin = performance.now();
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw new Error(loaded.message);
  const loadedAt = performance.now();
  const report = buildReport(loaded.run, hypothesisTable, findQuantileBootstrap());
  const builtAt = performance.now();
  const text = renderText(report);
  const end = performance.now();
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(2)} s`;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stdout.write(
    [
      `${seconds(0, end)} from the start of the process`,
      `load ${seconds(begin, loadedAt)}, build ${seconds(loadedAt, builtAt)}`,
      `render ${seconds(builtAt, end)} (${text.length} characters)`,
      `CPU time ${((userCPUTime + systemCPUTime) / 1e6).toFixed(2)} s`,
      `at most ${(maxRSS / 1024).toFixed(0)} MiB resident\n`,
    ].join(', '),
  );
}

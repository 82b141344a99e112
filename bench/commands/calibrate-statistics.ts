import { readFile, stat } from 'node:fs/promises';
import { loadRun } from '../../analysis/load/load-run.ts';
import { makeCostSequences } from '../../analysis/simulation/cost-sequences.ts';
import { evaluateCosts } from '../../analysis/simulation/evaluate-costs.ts';
import { makeStudy } from '../../analysis/simulation/make-study.ts';
import { parseCosts } from '../../analysis/simulation/parse-costs.ts';
import { renderEvaluation } from '../../analysis/simulation/render-evaluation.ts';
import { renderStudy } from '../../analysis/simulation/render-study.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { calibrateFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';

type CalibrateOptions = OptionsOf<typeof calibrateFlags>;

const defaultSimulations = 2000;
const defaultWindow = 20;

/**
 * `numa-lab calibrate-statistics`: false positives, coverage and power of the statistics by simulation; with `--runs`,
 * of the same designs on real costs of one program. Prints Markdown tables, with `--json` the values. Answers 0.
 */
export async function runCalibrateStatisticsCommand(options: CalibrateOptions): Promise<number> {
  const { seed, runs, simulations = defaultSimulations } = options;
  if (runs !== undefined) return evaluateRuns(runs, options);
  if (options.window !== undefined) {
    throw new UserError(`--window is for real costs: '${options.window}'`, { hint: 'add --runs <path>' });
  }
  const study = makeStudy({ simulations, seed }, (part) => process.stderr.write(`simulating: ${part}\n`));
  print(options, study, () => renderStudy(study));
  return 0;
}

async function evaluateRuns(path: string, options: CalibrateOptions): Promise<number> {
  const { seed, window: blocks = defaultWindow } = options;
  const sequences = await readSequences(path);
  const longest = Math.max(0, ...sequences.map((costs) => costs.length));
  if (longest < 2 * blocks) {
    throw new UserError(
      `${path} has at most ${longest} costs of one program at one place; a window takes ${2 * blocks}`,
      {
        hint: 'measure more processes, or give a smaller --window',
      },
    );
  }
  if (sequences.every((costs) => new Set(costs).size < 2)) {
    throw new UserError(
      `${path}: all costs of a program are equal, which says nothing of how processes vary`,
      {
        hint: 'measure with longer trials, or a finer clock',
      },
    );
  }
  const evaluation = evaluateCosts(sequences, { blocks, seed });
  print(options, evaluation, () => renderEvaluation(evaluation));
  return 0;
}

/** Of a run directory, the baseline and its control; of a file, its lines. */
async function readSequences(path: string): Promise<readonly (readonly number[])[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new UserError(`cannot read ${path}`, {
      hint: 'give a run directory or a file of JSON lines {"arm", "seconds"}',
    });
  }
  if (found.isDirectory()) {
    const loaded = await loadRun(path);
    if (loaded.state === 'problem') throw new UserError(loaded.message, { hint: loaded.hint });
    return makeCostSequences(loaded.run);
  }
  const parsed = parseCosts(await readFile(path, 'utf8'));
  if (parsed.state === 'problem') throw new UserError(`${path}: ${parsed.message}`, { hint: parsed.hint });
  return [parsed.costs];
}

function print(options: CalibrateOptions, value: unknown, render: () => string): void {
  process.stdout.write(options.json === true ? `${JSON.stringify(value, null, 2)}\n` : render());
}

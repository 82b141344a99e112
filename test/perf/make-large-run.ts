import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { nextBelow, startWords } from '../../analysis/stats/resampling/random-words.ts';
import type { Arm, Section } from '../../results/schema/plan.ts';
import type { CompletedTrial, TrialRecord } from '../../results/schema/trial.ts';
import { exampleRun } from '../fixtures/runs/example-run.ts';
import { planTrials, type RunFiles } from '../fixtures/runs/make-run.ts';

export interface LargeRun {
  readonly trials: number;
  readonly journalBytes: number;
}

/**
 * Writes a run directory whose trials are those of the example run over and over: its arms become `copies` cells each, told apart by a
 * parameter, and run in `blocks` blocks. Times and bytes are jittered, so that no two records are alike; with `varied` also counts in every
 * larger part of a record, so that no two blocks of an arm share one, as where threads race.
 */
export async function makeLargeRun(
  directory: string,
  copies: number,
  blocks: number,
  varied: boolean,
): Promise<LargeRun> {
  const jittered = varied ? new Set([...timesAndBytes, ...counts]) : timesAndBytes;
  const example = exampleRun();
  const models = new Map(example.trials.flatMap((trial) => (isModel(trial) ? [[trial.arm, trial]] : [])));
  let firstTrial = 0;
  const sections = example.plan.sections.map((section): Section => {
    const arms = section.arms.flatMap((arm) => copyArm(arm, copies));
    const trials = planTrials(arms, blocks, firstTrial);
    firstTrial += trials.length;
    return { ...section, arms, blocks, trials };
  });
  await mkdir(directory, { recursive: true });
  const plan: RunFiles['plan'] = { ...example.plan, sections };
  await writeFile(join(directory, 'plan.json'), JSON.stringify(plan));
  await writeFile(join(directory, 'environment.json'), JSON.stringify(example.environment));
  const journal = createWriteStream(join(directory, 'trials.ndjson'));
  const state = startWords(1, 0);
  for (const trial of sections.flatMap((section) => section.trials)) {
    const model = models.get(modelOf(trial.arm));
    if (model === undefined) throw new Error(`no model of ${trial.arm}`);
    const text = JSON.stringify({ ...model, ...trial }, (key, value) => jitter(jittered, key, value, state));
    if (!journal.write(`${text}\n`)) await once(journal, 'drain');
  }
  journal.end();
  await finished(journal);
  return { trials: firstTrial, journalBytes: journal.bytesWritten };
}

/** The first block of an arm is the model of all. */
function isModel(trial: TrialRecord): trial is CompletedTrial {
  return trial.state === 'completed' && trial.block <= 1;
}

function copyArm(arm: Arm, copies: number): readonly Arm[] {
  if (arm.workload === 'calibrate') return [arm];
  return Array.from({ length: copies }, (_, copy) => ({
    ...arm,
    id: `${arm.id}/${copy}`,
    parameters: { ...arm.parameters, variant: String(copy) },
  }));
}

function modelOf(arm: string): string {
  return arm.split('/', 1)[0] ?? arm;
}

const timesAndBytes: ReadonlySet<string> = new Set([
  'endNs',
  'anonymousBytes',
  'residentBytes',
  'peakResidentBytes',
  'minorFaults',
]);

const counts = ['objects', 'runs', 'usableBytes', 'pairs', 'mmap', 'calls', 'userFaults', 'acquisitions'];

function jitter(jittered: ReadonlySet<string>, key: string, value: unknown, state: Int32Array): unknown {
  return typeof value === 'number' && jittered.has(key) ? value + nextBelow(5000, state) : value;
}

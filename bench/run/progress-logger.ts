import type { Section } from '../../results/schema/plan.ts';
import { unreachable } from '../../results/schema/unreachable.ts';
import { makeArmLabels } from '../plan/arms/arm-label.ts';
import { renderDuration } from '../render-duration.ts';
import type { RunEvent, RunObserver } from './run-event.ts';

/** Where progress goes: process.stderr, or a test's own. */
export interface ProgressStream {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
}

export interface ProgressLogger {
  readonly observe: RunObserver;
  /** Says something in a line of its own. */
  readonly say: (text: string) => void;
}

/** The logger of a command: it says everything on stderr. */
export function makeStderrLogger(): ProgressLogger {
  return makeProgressLogger({
    isTTY: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    write: (text) => process.stderr.write(text),
  });
}

type TrialStarting = Extract<RunEvent, { type: 'trial-starting' }>;

/** A log that stands still longer looks as if the run did. */
const longestSilenceMs = 30_000;

/**
 * On a terminal one line that is drawn before a trial and left alone while it measures; elsewhere a line for every block, and
 * within a block for every half minute.
 * Trials that fail or are skipped get a line of their own.
 */
export function makeProgressLogger(
  stream: ProgressStream,
  nowMs: () => number = () => performance.now(),
): ProgressLogger {
  const labels = new Map<Section, ReturnType<typeof makeArmLabels>>();
  let section: Section | undefined;
  let block: number | undefined;
  let saidMs = Number.NEGATIVE_INFINITY;
  const erase = stream.isTTY ? '\r\u001b[2K' : '';
  const say = (text: string) => stream.write(`${erase}${text}\n`);
  const labelOf = (arm: Section['arms'][number]) => (section && labels.get(section)?.(arm)) ?? arm.id;

  const start = (event: TrialStarting) => {
    if (stream.isTTY) {
      const line = `${renderProgress(event)}, ${labelOf(event.arm)}`;
      stream.write(`${erase}${line.slice(0, Math.max(20, stream.columns - 1))}`);
    } else if (event.planned.block !== block || nowMs() - saidMs >= longestSilenceMs) {
      say(renderProgress(event));
      saidMs = nowMs();
    }
    block = event.planned.block;
  };

  const observe = (event: RunEvent) => {
    switch (event.type) {
      case 'section-opening':
        section = event.section;
        labels.set(section, makeArmLabels(section.arms));
        block = undefined;
        return;
      case 'trial-starting':
        return start(event);
      case 'trial-ended':
        if (event.record.state === 'failed') {
          say(
            `trial ${event.record.trial} failed (${event.record.reason}), ${labelOf(event.arm)}: ${event.record.detail}`,
          );
        }
        if (event.record.state === 'skipped') {
          say(`trial ${event.record.trial} skipped, ${labelOf(event.arm)}: ${event.record.reason}`);
        }
        return;
      case 'section-stopped':
        say(describeStop(event));
        return;
      case 'section-closed':
      case 'ended':
        stream.write(erase);
        return;
      default:
        return unreachable(event);
    }
  };
  return { observe, say };
}

function describeStop({ section, stop }: Extract<RunEvent, { type: 'section-stopped' }>): string {
  const why = { precision: 'every ratio is known as well as asked', time: 'more would exceed --max-time' };
  return `${section.machine}: ended after ${stop.blocks} of ${section.blocks} blocks: ${why[stop.reason]}`;
}

function renderProgress({ section, planned, progress }: TrialStarting): string {
  const block = planned.block === 0 ? 'calibration' : `block ${planned.block}/${section.blocks}`;
  const left = renderDuration(progress.secondsLeft);
  return `${section.machine}: ${progress.done}/${progress.total} trials, ${block}, about ${left} left`;
}

import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Spoken } from '../../analysis/measures/measure-run.ts';
import type { MeasuredPart } from '../../analysis/measures/measured-part.ts';
import type { PartMessage, PartRequest } from './measure-part-worker.ts';

/** A thread that measures a part of a run. Both answers are undefined where its part cannot be measured by itself; they reject where it failed. */
export class PartThread {
  readonly observed: Promise<Spoken | undefined>;
  readonly measured: Promise<MeasuredPart | undefined>;
  readonly #worker: Worker;

  constructor(request: PartRequest) {
    const entry = new URL(`./measure-part-worker${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(entry, { workerData: request });
    this.observed = this.#hear((message) => (message.step === 'observed' ? message.spoken : undefined));
    this.measured = this.#hear((message) => (message.step === 'measured' ? message.part : undefined));
    // They are awaited after the own part, which may fail first.
    for (const answer of [this.observed, this.measured]) answer.catch(() => {});
  }

  goOn(spoken: Spoken): void {
    this.#worker.postMessage(spoken);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The first message that holds what is sought. */
  #hear<T>(pick: (message: PartMessage) => T | undefined): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.#worker.on('message', (message: PartMessage) => {
        const found = pick(message);
        if (found !== undefined || message.step === 'torn') resolve(found);
      });
      this.#worker.once('error', reject);
      this.#worker.once('exit', () => resolve(undefined));
    });
  }
}

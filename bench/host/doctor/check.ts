import type { DoctorCheck } from '../../../results/schema/environment.ts';
import type { Topology } from '../../../results/schema/topology.ts';
import type { SystemCallProbe } from '../../addon/addon.ts';
import type { HostSources } from '../host-sources.ts';

export type Verdict = DoctorCheck['verdict'];

/** One finding of the doctor. `unknown` is never a pass: the reader has to find out. */
export interface Check extends DoctorCheck {
  /** Shell commands that would fix it, to be read before they are run; empty where no command can. */
  readonly commands: readonly string[];
}

/** Everything a check may look at. */
export interface DoctorContext {
  readonly sources: HostSources;
  readonly topology: Topology;
  /** Nodes a run would compare; undefined when the user named none. */
  readonly nodes: readonly number[] | undefined;
  readonly labRoot: string;
  readonly cacheDirectory: string;
  readonly resultsDirectory: string;
  readonly nodeVersion: string;
  /** Answers of the addon, or undefined without it. */
  readonly systemCalls: readonly SystemCallProbe[] | undefined;
  readonly findProgram: (name: string) => Promise<string | undefined>;
  /** Lets a moment pass between two readings of a counter. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A built benchmark program, or undefined; nothing is built for it. */
  readonly findBenchmark: () => Promise<string | undefined>;
  /** Boots a guest under KVM, with a time limit; `unavailable` says what it takes and is not there. */
  readonly tryKvm: () => Promise<'works' | 'fails' | { readonly unavailable: string }>;
}

/** Looks at one subject. */
export type CheckSubject = (context: DoctorContext) => Promise<readonly Check[]>;

/** Makes the verdicts of one check. What did not pass needs a remedy, and may have commands that carry it out. */
export interface CheckMaker {
  readonly pass: (seen: string) => Check;
  readonly warn: (seen: string, remedy: string, commands?: readonly string[]) => Check;
  readonly fail: (seen: string, remedy: string, commands?: readonly string[]) => Check;
  readonly unknown: (seen: string, remedy: string, commands?: readonly string[]) => Check;
}

/** The check `id`, passed when `threshold` holds. */
export function about(id: string, threshold: string): CheckMaker {
  const make =
    (verdict: Verdict) =>
    (seen: string, remedy: string | null, commands: readonly string[] = []): Check => ({
      id,
      verdict,
      seen,
      threshold,
      remedy,
      commands,
    });
  const pass = make('pass');
  return {
    pass: (seen) => pass(seen, null),
    warn: make('warn'),
    fail: make('fail'),
    unknown: make('unknown'),
  };
}

import type { Topology } from '../../results/schema/topology.ts';
import type { SystemCallProbe } from '../addon/addon.ts';
import type { HostSources } from './host-sources.ts';

export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown';

/** One finding of the doctor. `unknown` is never a pass: the reader has to find out. */
export interface Check {
  readonly id: string;
  readonly verdict: Verdict;
  /** What was found, in words. */
  readonly seen: string;
  /** What to do about it; null when there is nothing to do. */
  readonly remedy: string | null;
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
}

/** Looks at one subject. */
export type CheckSubject = (context: DoctorContext) => Promise<readonly Check[]>;

export function pass(id: string, seen: string): Check {
  return { id, verdict: 'pass', seen, remedy: null };
}

export function warn(id: string, seen: string, remedy: string): Check {
  return { id, verdict: 'warn', seen, remedy };
}

export function fail(id: string, seen: string, remedy: string): Check {
  return { id, verdict: 'fail', seen, remedy };
}

export function unknown(id: string, seen: string, remedy: string): Check {
  return { id, verdict: 'unknown', seen, remedy };
}

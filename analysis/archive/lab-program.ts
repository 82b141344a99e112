import type { Environment } from '../../results/schema/environment.ts';

/** Which numa-lab it is. */
export interface LabProgram {
  readonly version: string;
  /** Null where it is no git clone. */
  readonly commit: string | null;
  /** With changes that are not committed. */
  readonly dirty: boolean;
}

export function makeLabProgram({ version, commit, dirty }: Environment['lab']): LabProgram {
  return { version, commit: 'value' in commit ? commit.value : null, dirty };
}

/** Whether both do the same for certain: what changes were not committed nobody knows afterwards. */
export function isSameProgram(a: LabProgram, b: LabProgram): boolean {
  return a.version === b.version && a.commit === b.commit && !a.dirty && !b.dirty;
}

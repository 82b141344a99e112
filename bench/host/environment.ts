import { join } from 'node:path';
import type { DoctorCheck, Environment } from '../../results/schema/environment.ts';
import { schemaVersion } from '../../results/schema/primitives.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { hashCode } from '../hash-code.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import type { Check } from './doctor/check.ts';
import { makeFact } from './fact.ts';
import { type Hardware, readHardware } from './hardware.ts';
import { readHostFacts } from './host-facts.ts';
import { type HostSources, type Identity, readIdentity, thisHost } from './host-sources.ts';
import { readText } from './read-text.ts';
import { redact, redactText } from './redact.ts';
import { readAnswer } from './run-tool.ts';
import { readToolVersions } from './tool-versions.ts';

export interface EnvironmentOptions {
  readonly labRoot: string;
  readonly targets: ReadonlyMap<string, BuiltTarget>;
  readonly virtual: Environment['virtual'];
  readonly topology: Topology;
  /** What the doctor found right before the run. */
  readonly doctor?: readonly Check[];
  /** Of the text of plan.json. */
  readonly planSha256?: string;
  readonly now?: Date;
}

/** How the machine is asked; tests answer in its place. */
export interface EnvironmentSources {
  readonly host: HostSources;
  readonly hardware: () => Promise<Hardware>;
  readonly identity: () => Promise<Identity>;
}

const realSources: EnvironmentSources = { host: thisHost, hardware: readHardware, identity: readIdentity };

/**
 * Describes the machine, the tools and the programs of a run: only the fields of the schema, and no text that names
 * the machine or its user. Where a compiler's flags held such a text, `proof` differs from what was hashed into
 * `proofSha256`; the hash still identifies it.
 */
export async function probeEnvironment(
  options: EnvironmentOptions,
  sources: EnvironmentSources = realSources,
): Promise<Environment> {
  const [lab, identity, hardware, tools] = await Promise.all([
    readLab(options.labRoot, sources.host),
    sources.identity(),
    sources.hardware(),
    readToolVersions(sources.host.run),
  ]);
  const host = await readHostFacts(sources.host, hardware, options.topology);
  return {
    schema: schemaVersion,
    createdUtc: (options.now ?? new Date()).toISOString(),
    lab,
    ...(options.planSha256 && { planSha256: options.planSha256 }),
    host: {
      ...host,
      kernel: redactText(host.kernel, identity),
      distribution: redactText(host.distribution, identity),
      ...(host.cpuQuota && { cpuQuota: redact(host.cpuQuota, identity) }),
    },
    tools: redact(tools, identity),
    ...(options.doctor && { doctor: options.doctor.map((check) => describeCheck(check, identity)) }),
    virtual: redact(options.virtual, identity),
    targets: redact(describeTargets(options.targets), identity),
  };
}

/** What the doctor found, for a result: without its commands, which are for the reader of the doctor. Only free text can name the machine. */
export function describeCheck(
  { id, verdict, seen, threshold, remedy }: Check,
  identity: Identity,
): DoctorCheck {
  return {
    id,
    verdict,
    seen: redactText(seen, identity),
    threshold,
    remedy: remedy === null ? null : redactText(remedy, identity),
  };
}

function describeTargets(targets: ReadonlyMap<string, BuiltTarget>): Environment['targets'] {
  return Object.fromEntries(
    [...targets].map(([label, { binarySha256, proofSha256, proof, libraries, parts }]) => [
      label,
      // A library's path may lie in the user's cache folder; its name and hash identify it.
      {
        binarySha256,
        proofSha256,
        proof,
        libraries: libraries.map(({ name, sha256 }) => ({ name, sha256 })),
        parts: [...parts],
      },
    ]),
  );
}

/** Version and commit of this numa-lab, and whether its sources have uncommitted changes. */
export async function readLab(labRoot: string, { run }: HostSources = thisHost): Promise<Environment['lab']> {
  const codeSha256 = await hashCode();
  const packageFile = (await readText(join(labRoot, 'package.json'))) ?? '';
  const version = /"version":\s*"([^"]+)"/.exec(packageFile)?.[1] ?? 'unknown';
  // The prefix is empty only in the lab's own clone: installed below another project, git would report that one.
  const answer = await readAnswer(run, 'git', ['-C', labRoot, 'rev-parse', '--show-prefix', 'HEAD']);
  const [prefix, commit] = answer?.split('\n') ?? [];
  if (prefix !== '') return { version, commit: { unavailable: 'not a git clone' }, dirty: false, codeSha256 };
  const changes = await readAnswer(run, 'git', ['-C', labRoot, 'status', '--porcelain']);
  return { version, commit: makeFact(commit, 'no commit yet'), dirty: changes !== '', codeSha256 };
}

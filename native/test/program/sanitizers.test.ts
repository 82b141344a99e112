import { describe, test } from 'vitest';
import { isSingle, pair, pairOrFirst, withoutRandomisation } from './cpus.ts';
import { readLines } from './run.ts';
import { sanitized } from './targets.ts';
import { workloadTable } from './workloads.ts';

// classic.test.ts runs all tests of classic, which say themselves how much they do.
const workloads = workloadTable().filter(({ name }) => name !== 'classic');

/** What a workload needs to run with one thread. */
const alone: Readonly<Record<string, readonly string[]>> = { phases: ['--groups', '1'] };

describe.each(['address', 'thread'] as const)('under the %s sanitizer', (variant) => {
  const prefix = variant === 'thread' ? withoutRandomisation : [];
  for (const { name, roles, modes, minThreads } of workloads) {
    const [one = '', two] = roles;
    const threads = two === undefined ? pairOrFirst : pair(one, two);
    test.skipIf(isSingle && minThreads > 1).each(modes)(`${name} runs in mode %s`, (mode) => {
      const arguments_ = [name, '--threads', threads, '--seed', '7', '--operations', '20', '--samples', '2'];
      if (isSingle) arguments_.push(...(alone[name] ?? []));
      readLines(sanitized(variant), mode, arguments_, { prefix });
    });
  }
});

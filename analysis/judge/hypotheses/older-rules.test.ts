import { expect, test } from 'vitest';
import { useCurrentNames } from '../../../results/text/older-names.ts';
import type { Hypothesis } from './hypothesis.ts';
import { survivorsHypothesis } from './m9-survivors.ts';
import { lockHandoff } from './p9-lock-handoff.ts';
import { hashRule } from './rule-hash.ts';

/** How version 0.1.0 worded them; all else of the rules is the same. */
const olderWords: readonly (readonly [Hypothesis, readonly (readonly [string, string])[]])[] = [
  [
    survivorsHypothesis,
    [
      ['remote-free', 'handover'],
      ['after the remote frees', 'after the hand-over'],
    ],
  ],
  [
    lockHandoff,
    [
      ['handoffs', 'hand-overs'],
      ['goes to a thread of the same node more often', 'is handed over within a node more often'],
    ],
  ],
];

test.each(olderWords)('a run that was planned by the rule in older words is judged by it', (rule, words) => {
  const older = words.reduce((text, [current, old]) => text.replaceAll(current, old), JSON.stringify(rule));
  const plan = (hash: string) => JSON.stringify({ ruleSha256: hash });
  const parsed: Hypothesis = { ...JSON.parse(older), judge: rule.judge };
  expect(hashRule(parsed)).not.toBe(hashRule(rule));
  expect(useCurrentNames(plan(hashRule(parsed)))).toBe(plan(hashRule(rule)));
  // A rule with another threshold is another rule.
  const other = hashRule({ ...parsed, thresholds: {} });
  expect(useCurrentNames(plan(other))).toBe(plan(other));
});

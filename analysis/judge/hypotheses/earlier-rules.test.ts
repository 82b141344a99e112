import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRoot } from '../../../results/schema/generated-file.ts';
import { loadRun } from '../../load/load-run.ts';
import { buildReport } from '../../report/build-report.ts';
import { hypothesisTable } from './table.ts';

test('an earlier form has words of its own, or a judge of its own, and says when it was replaced', () => {
  const changed = hypothesisTable.filter(({ earlierRules = [] }) => earlierRules.length > 0);
  expect(changed.map(({ id }) => id)).toEqual(['M1', 'M2', 'M10', 'M12']);
  for (const { statement, rule, earlierRules = [] } of changed)
    for (const earlier of earlierRules) {
      expect([earlier.statement, earlier.rule]).not.toEqual([statement, rule]);
      expect(earlier.replaced).toMatch(/^20\d\d-\d\d-\d\d/);
    }
});

test('the first formula of M1 does not hold in 5 of the 15 arms of the published run', async () => {
  const loaded = await loadRun(join(await findRoot(), 'results', 'published', 'hypotheses-1'));
  if (loaded.state === 'problem') throw new Error(loaded.message);
  const { findings } = buildReport(loaded.run);
  const m1 = findings.find(({ id }) => id === 'M1');
  expect(m1?.verdict).toBe('supported');
  expect(m1?.earlierRules).toMatchObject([
    {
      verdict: 'unsettled',
      because: expect.stringMatching(/^10 of 15 arms lie wholly in the supporting region/),
    },
  ]);
}, 60_000);

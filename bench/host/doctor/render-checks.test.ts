import { describe, expect, test } from 'vitest';
import { makeContext, oneNode } from '../../../test/fixtures/sys/judge-machine.ts';
import { checkClockSpeed } from './checks/clock-speed.ts';
import { checkGuest } from './checks/guest.ts';
import { checkNodes } from './checks/nodes.ts';
import { checkPrograms } from './checks/programs.ts';
import { checkQuiet } from './checks/quiet.ts';
import { checkSystemCalls } from './checks/system-calls.ts';
import { renderChecks } from './render-checks.ts';

describe('the report', () => {
  test('keeps 100 columns, shows remedies below their check and counts verdicts', async () => {
    const context = await makeContext({ nodes: oneNode });
    const subjects = [checkPrograms, checkNodes, checkQuiet, checkSystemCalls, checkGuest, checkClockSpeed];
    const checks = (await Promise.all(subjects.map((subject) => subject(context)))).flat();
    const lines = renderChecks(checks).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    const row = lines.findIndex((line) => line.startsWith('unknown  pressure '));
    expect(
      lines
        .slice(row, row + 3)
        .join(' ')
        .replaceAll(/ +/g, ' '),
    ).toContain(
      'this kernel reports no pressure (expected: at most 5 % of the last 10 s) -> boot with psi=1',
    );
    expect(lines.at(-2)).toMatch(
      new RegExp(`^${checks.length} checks: \\d+ pass, \\d+ warn, 1 fail, \\d+ unknown$`),
    );
  });

  test('has a remedy for everything but a pass', async () => {
    const context = await makeContext({ nodes: oneNode });
    for (const subject of [checkPrograms, checkNodes, checkQuiet, checkSystemCalls, checkGuest]) {
      const checks = await subject(context);
      expect(checks.length).toBeGreaterThan(0);
      for (const check of checks) expect(check.remedy === null).toBe(check.verdict === 'pass');
    }
  });
});

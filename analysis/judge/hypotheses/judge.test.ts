import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../results/schema/report.ts';
import { lockIsDear, mostlyRemote } from '../../../test/fixtures/hypotheses.ts';
import { type HypothesesRun, hypothesesRun } from '../../../test/fixtures/runs/hypotheses-run.ts';
import { makeRun, type RunFiles } from '../../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../../report/build-report.ts';
import type { EarlierRule, Hypothesis } from './hypothesis.ts';
import { hashRule } from './rule-hash.ts';

const table = [mostlyRemote, lockIsDear];

function findingsOf(files: RunFiles, hypotheses = table): readonly Finding[] {
  return buildReport(makeRun(files), hypotheses).findings.filter(({ id }) => id !== 'C1');
}

const judge = (options: HypothesesRun = {}, hypotheses = table) =>
  findingsOf(hypothesesRun(options), hypotheses)[0];

const failed = (reason: 'timeout' | 'oom') => ({
  ...{ state: 'failed' as const, reason, detail: 'so', stderrTail: '' },
});

describe('a hypothesis about nodes in a guest', () => {
  test('is judged by its rule, from its own arms and not from others that look alike', () => {
    const finding = judge();
    expect(finding).toMatchObject({ id: 'T1', section: 0, machine: 'virtual', verdict: 'supported' });
    expect(finding?.statement).toBe(mostlyRemote.statement);
    expect(finding?.evidence[0]?.measured).toMatchObject({ n: 10, lower: 0.6, upper: 0.6 });
    expect(judge({ remote: () => 400 })).toMatchObject({ verdict: 'refuted' });
    expect(judge({ remote: (block) => (block === 3 ? 400 : 600) })).toMatchObject({ verdict: 'unsettled' });
  });

  test('says which parts of its experiment the run does not have', () => {
    expect(judge()?.because).toBe('the remote share is 0.600 to 0.600; not run on 4 and 8 nodes');
  });

  test('gets no verdict from fewer than five blocks, and shows its numbers', () => {
    const finding = judge({ blocks: 2 });
    expect(finding?.verdict).toBe('unsettled');
    expect(finding?.because).toMatch(/^2 blocks, the rule asks for 5;/);
    expect(finding?.evidence).toHaveLength(1);
  });

  test('has the blocks of the arm that completed least', () => {
    const lost: HypothesesRun['lost'] = (arm, { block }) =>
      arm.id === 'v002' && block > 3 ? failed('timeout') : null;
    const finding = judge({ lost });
    expect(finding?.verdict).toBe('unsettled');
    expect(finding?.because).toContain('3 blocks, the rule asks for 5');
    expect(finding?.because).toContain('2 trials of its arms did not complete (timeout)');
    const ofOthers: HypothesesRun['lost'] = (arm) => (arm.id === 'v003' ? failed('oom') : null);
    expect(judge({ lost: ofOthers })?.because).toBe(judge()?.because);
  });

  test('is not run where none of its trials completed, and says why', () => {
    const lost: HypothesesRun['lost'] = (arm) => (arm.workload === 'churn' ? failed('oom') : null);
    expect(judge({ lost })).toMatchObject({ verdict: 'not-run' });
    expect(judge({ lost })?.because).toContain('10 trials of its arms did not complete (oom)');
  });

  test('says that the run was stopped', () => {
    const files = hypothesesRun();
    const because = findingsOf({ ...files, trials: files.trials.slice(0, 5) })[0]?.because;
    expect(because).toMatch(/trials of its arms never ran/);
  });

  test('is invalid where the calibration failed, unsettled where there was none', () => {
    expect(judge({ onNode: 63 })).toMatchObject({ verdict: 'invalid' });
    expect(judge({ onNode: 63 })?.because).toContain('the calibration failed: 126 of 128');
    const lost: HypothesesRun['lost'] = (arm) => (arm.workload === 'calibrate' ? failed('timeout') : null);
    expect(judge({ lost })).toMatchObject({ verdict: 'unsettled' });
    const anywhere = { ...mostlyRemote, decidedOn: 'any' as const };
    // Its hash differs, so that the plan must name the changed one.
    expect(judge({ onNode: 63 }, [anywhere])?.because).toBe('the rule has changed since the plan was made');
  });

  test('is invalid where a check of the section failed', () => {
    const files = hypothesesRun();
    const strayed = structuredClone(files);
    for (const trial of strayed.trials.filter((one) => one.state === 'completed')) {
      for (const pin of trial.processes[0]?.counts.pinning ?? []) for (const seen of pin.seen) seen.cpu += 1;
    }
    expect(findingsOf(strayed)[0]).toMatchObject({ verdict: 'invalid' });
    expect(findingsOf(strayed)[0]?.because).toContain('validity checks failed: pinning');
  });
});

test('a rule that changed since the plan was made judges nothing', () => {
  for (const changed of [
    { ...mostlyRemote, thresholds: { half: 0.4 } },
    { ...mostlyRemote, rule: 'always supported' },
    { ...mostlyRemote, experiment: [] },
  ]) {
    expect(judge({}, [changed])).toMatchObject({
      verdict: 'invalid',
      because: 'the rule has changed since the plan was made',
      evidence: [],
    });
  }
  expect(judge({}, [lockIsDear])).toMatchObject({
    id: 'T1',
    because: 'this numa-lab knows no such hypothesis',
  });
});

describe('a rule that was changed after data had been seen', () => {
  const first: EarlierRule = {
    statement: 'all live bytes of a churn lie elsewhere',
    rule: 'supported if everything is remote, refuted if anything is not',
    replaced: '2025-01-02, after an exploratory run',
    judge: () => ({ verdict: 'refuted', because: 'not everything is remote', evidence: [] }),
  };
  const reworded: Hypothesis = { ...mostlyRemote, earlierRules: [first] };
  const planned = (form: Pick<Hypothesis, 'statement' | 'rule'>) => {
    const files = hypothesesRun();
    const ruleSha256 = hashRule({ ...mostlyRemote, statement: form.statement, rule: form.rule });
    const hypotheses = [{ id: 'T1', ruleSha256, arms: ['v001', 'v002'] }];
    return findingsOf({ ...files, plan: { ...files.plan, hypotheses } }, [reworded])[0];
  };

  test('says what each earlier form would say of the same data, and what the run lacks for it', () => {
    expect(planned(mostlyRemote)).toMatchObject({
      verdict: 'supported',
      earlierRules: [
        {
          ...{ statement: first.statement, replaced: first.replaced, verdict: 'refuted' },
          because: 'not everything is remote; not run on 4 and 8 nodes',
        },
      ],
    });
    expect(judge()).not.toHaveProperty('earlierRules');
  });

  test('is judged by the form that the run was planned by', () => {
    const finding = planned(first);
    expect(finding).toMatchObject({ statement: first.statement, verdict: 'refuted' });
    expect(finding).not.toHaveProperty('earlierRules');
    expect(planned({ ...first, rule: 'always supported' })?.verdict).toBe('invalid');
  });

  test('keeps its hash: the history of a rule is no part of it', () => {
    expect(hashRule(reworded)).toBe(hashRule(mostlyRemote));
  });
});

describe('a hypothesis that times decide', () => {
  test('needs hardware where there is a guest only', () => {
    expect(findingsOf(hypothesesRun())[1]).toMatchObject({ id: 'T2', verdict: 'needs-hardware' });
  });

  test('on several nodes needs hardware in a guest and on a host with one, and says which', () => {
    const needs = 'a host with two nodes';
    const aboutNodes = { ...lockIsDear, decidedOn: 'hardware-nodes' as const, needs };
    const judgeOn = (host: boolean) => {
      const files = hypothesesRun({ host });
      const hypotheses = [{ id: 'T2', ruleSha256: hashRule(aboutNodes), arms: [] }];
      return findingsOf({ ...files, plan: { ...files.plan, hypotheses } }, [aboutNodes]);
    };
    expect(judgeOn(false)).toMatchObject([
      {
        verdict: 'needs-hardware',
        because: 'times decide it, and a guest has none; it takes a host with two nodes',
      },
    ]);
    expect(judgeOn(true)).toMatchObject([
      {
        verdict: 'needs-hardware',
        because:
          'it is about times on several nodes, and the host of the run has one; it takes a host with two nodes',
      },
    ]);
  });

  test('needs hardware where the host is too small for any of its arms', () => {
    const large = { ...lockIsDear, needs: 'a host with a node of four CPUs' };
    const files = hypothesesRun({ host: true });
    const hypotheses = [{ id: 'T2', ruleSha256: hashRule(large), arms: [] }];
    expect(findingsOf({ ...files, plan: { ...files.plan, hypotheses } }, [large])).toMatchObject([
      { verdict: 'needs-hardware', section: 1 },
    ]);
  });

  test('is judged in the section of the host', () => {
    const findings = findingsOf(hypothesesRun({ host: true })).filter(({ id }) => id === 'T2');
    expect(findings).toMatchObject([{ section: 1, machine: 'host', verdict: 'supported' }]);
    expect(findings[0]?.because).toContain('not run with glibc');
  });
});

test('a run without hypotheses has the calibration only, and no requirements', () => {
  const files = hypothesesRun();
  const { hypotheses: _none, ...plan } = files.plan;
  const report = buildReport(makeRun({ ...files, plan }), table);
  expect(report.findings.map(({ id }) => id)).toEqual(['C1']);
  expect(report.requirements).toEqual([]);
});

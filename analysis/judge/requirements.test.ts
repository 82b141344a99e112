import { expect, test } from 'vitest';
import type { Finding } from '../../results/schema/report.ts';
import { judgeRequirements, type RequirementRow, requirementTable } from './requirements.ts';

const sections = [
  { machine: 'virtual', purpose: 'nodes' },
  { machine: 'host', purpose: 'nodes' },
  { machine: 'host', purpose: 'one-node' },
] as const;

const finding = (id: string, verdict: Finding['verdict'], section = 0): Finding => ({
  ...{ id, verdict, section, statement: '', because: '', evidence: [] },
  machine: sections[section]?.machine ?? 'host',
});

const row: RequirementRow = {
  id: 'R0',
  statement: 'something',
  criteria: { lacking: ['A'], costly: ['B'], unrepaired: ['C'], attainable: ['D', 'E'] },
  bounds: ['F'],
};
const judge = (findings: readonly Finding[], rows = [row]) => judgeRequirements(findings, sections, rows)[0];

const criteria = (section: number) => [
  finding('A', 'supported'),
  finding('B', 'supported', section),
  finding('C', 'supported'),
  finding('D', 'refuted'),
  finding('E', 'supported'),
];

test('a property is required when every criterion holds, its cost on real nodes', () => {
  expect(judge(criteria(1))).toMatchObject({ verdict: 'required' });
});

test('neither a guest nor one node of a host makes it required', () => {
  for (const section of [0, 2]) {
    expect(judge(criteria(section))).toMatchObject({ verdict: 'unsettled' });
    expect(judge(criteria(section))?.because).toContain(
      'missing: what the lack costs on hardware (B supported)',
    );
  }
});

test('it is not required when musl has it or the lack costs nothing', () => {
  expect(judge([finding('A', 'refuted')])).toMatchObject({ verdict: 'not required' });
  expect(judge([finding('A', 'supported'), finding('B', 'refuted', 1)])?.verdict).toBe('not required');
  expect(judge([finding('A', 'supported'), finding('B', 'refuted', 0)])?.verdict).toBe('unsettled');
});

test('verdicts of two sections that contradict each other decide nothing', () => {
  const contested = judge([finding('A', 'supported'), finding('A', 'refuted', 1)]);
  expect(contested?.criteria[0]).toMatchObject({ criterion: 'lacking', state: 'open' });
  expect(contested?.because).toContain('whether unmodified musl lacks it (A contested)');
});

test('what is open is named, with what would decide it', () => {
  expect(judge([finding('A', 'unsettled'), finding('F', 'supported')])?.because).toBe(
    'bounded by F supported; missing: whether unmodified musl lacks it (A unsettled), what the lack costs on hardware (B not judged), whether kernel settings leave it unrepaired (C not judged), whether a target has it within the memory bound (D not judged, E not judged)',
  );
});

test('that a formula of shared lines is exact does not say that lines move between nodes', () => {
  const r6 = judgeRequirements([finding('M3', 'supported')], sections).find(({ id }) => id === 'R6');
  expect(r6?.criteria[0]).toEqual({ criterion: 'lacking', state: 'open', hypotheses: ['M6'] });
});

test('with the table as it is nothing can be required: no hypothesis decides a cost', () => {
  const ids = requirementTable.flatMap(({ criteria: rested }) => Object.values(rested).flat());
  const all = ids.map((id) => finding(id, 'supported', 1));
  const verdicts = judgeRequirements(all, sections).map(({ verdict }) => verdict);
  expect(verdicts).toHaveLength(8);
  expect(new Set(verdicts)).toEqual(new Set(['unsettled']));
});

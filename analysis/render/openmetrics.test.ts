import { expect, test } from 'vitest';
import { lockIsDear, mostlyRemote } from '../../test/fixtures/hypotheses.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { hypothesesRun } from '../../test/fixtures/runs/hypotheses-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { renamed } from '../../test/fixtures/runs/renamed-run.ts';
import { buildReport } from '../report/build-report.ts';
import { renderOpenMetrics } from './openmetrics.ts';

interface Family {
  readonly type: string;
  readonly unit: string | undefined;
  readonly samples: {
    readonly name: string;
    readonly labels: ReadonlyMap<string, string>;
    readonly value: number;
  }[];
}

const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

/** An exposition by the letter of OpenMetrics 1.0, as far as it uses it; throws at the first line that is not. */
function parseExposition(text: string): ReadonlyMap<string, Family> {
  expect(text.endsWith('\n# EOF\n')).toBe(true);
  const families = new Map<string, Family>();
  let current: [string, Family] | undefined;
  for (const line of text.split('\n').slice(0, -2)) {
    const meta = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    if (meta?.[1] === 'TYPE') {
      const name = meta[2] ?? '';
      if (families.has(name)) throw new Error(`family ${name} is interleaved`);
      current = [name, { type: meta[3] ?? '', unit: undefined, samples: [] }];
      families.set(...current);
    } else if (meta !== null) {
      if (meta[2] !== current?.[0]) throw new Error(`${line} stands outside its family`);
      if (meta[1] === 'UNIT' && !meta[2]?.endsWith(`_${meta[3]}`)) throw new Error(`unit of ${line}`);
    } else current?.[1].samples.push(parseSample(line, current[0]));
  }
  return families;
}

function parseSample(line: string, family: string) {
  const found = /^([a-zA-Z_:][a-zA-Z0-9_:]*)\{(.*)\} (-?[0-9.]+(?:e[+-]?[0-9]+)?)$/.exec(line);
  const [, name = '', inner = '', value = ''] = found ?? [];
  if (name !== family && name !== `${family}_info`) throw new Error(`no sample of ${family}: ${line}`);
  const pairs = [...inner.matchAll(label)];
  if (pairs.map(([all]) => all).join('') !== inner) throw new Error(`labels of ${line}`);
  return { name, labels: new Map(pairs.map(([, key = '', text = '']) => [key, text])), value: Number(value) };
}

test('it is a valid exposition with type and unit of every metric', () => {
  const families = parseExposition(renderOpenMetrics(buildReport(makeRun(exampleRun()))));
  expect(families.get('numa_lab_operation_cost_seconds')?.type).toBe('gauge');
  expect(families.get('numa_lab_run')?.samples[0]?.name).toBe('numa_lab_run_info');
});

test('each estimate has point, lower and upper, with n, once', () => {
  const report = buildReport(makeRun(exampleRun()));
  const samples = [...parseExposition(renderOpenMetrics(report)).values()]
    .filter(({ type }) => type === 'gauge')
    .flatMap((family) => family.samples);
  expect(samples).toHaveLength(3 * report.estimates.filter(({ estimate }) => estimate !== null).length);
  const keys = samples.map(({ name, labels }) => JSON.stringify([name, ...labels]));
  expect(new Set(keys).size).toBe(keys.length);
  for (const { labels } of samples) expect(Number(labels.get('n'))).toBeGreaterThan(0);
});

test('a verdict is one state of its set', () => {
  const report = buildReport(makeRun(hypothesesRun()), [mostlyRemote, lockIsDear]);
  const set = parseExposition(renderOpenMetrics(report)).get('numa_lab_finding');
  const on = set?.samples.filter(({ value, labels }) => value === 1 && labels.get('id') === 'T1');
  expect(on?.map(({ labels }) => labels.get('numa_lab_finding'))).toEqual(['supported']);
});

test('names with quotes, backslashes and line ends stay inside their label', () => {
  const files = renamed(exampleRun(), 'a"b\\c\nd} 1\n# EOF');
  const families = parseExposition(renderOpenMetrics(buildReport(makeRun(files))));
  const [sample] = families.get('numa_lab_resident_bytes')?.samples ?? [];
  expect(sample?.labels.get('workload')).toContain('a\\"b\\\\c\\nd} 1\\n# EOF');
});

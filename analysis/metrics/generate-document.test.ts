import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { renderMetricsDocument } from './generate-document.ts';
import { isPublishedIn } from './metric.ts';
import { metricTable } from './table.ts';

test('METRICS.md is what the table says', async () => {
  const committed = await readFile(new URL('../../METRICS.md', import.meta.url), 'utf8');
  expect(committed).toBe(renderMetricsDocument());
});

test('every metric has a source, a formula and a name of its own', () => {
  for (const { source, formula } of metricTable) {
    expect(source.length).toBeGreaterThan(10);
    expect(formula.length).toBeGreaterThan(10);
  }
  const names = metricTable.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('no time is published from a guest, and nothing about nodes from a machine with one', () => {
  const guest = { machine: 'virtual', purpose: 'nodes' } as const;
  const oneNode = { machine: 'host', purpose: 'one-node' } as const;
  const ofGuest = metricTable.filter((metric) => isPublishedIn(metric, guest));
  expect(ofGuest.every(({ kind }) => kind === 'count')).toBe(true);
  const ofOneNode = metricTable.filter((metric) => isPublishedIn(metric, oneNode)).map(({ name }) => name);
  expect(ofOneNode).toContain('operation_cost_seconds');
  expect(ofOneNode).not.toContain('allocation_remote_byte_ratio');
  expect(ofOneNode).not.toContain('node_latency_ratio');
});

import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSums, sumsName } from '../../../analysis/archive/sums.ts';
import { unfinishedRun, writeUnfinished } from '../../../test/fixtures/runs/unfinished-run.ts';
import { readUnfinished } from './read-unfinished.ts';

const files = unfinishedRun();
const all = files.records.length;

let folder = '';
let directory = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-resume-'));
  directory = join(folder, 'run-a');
});
afterEach(() => rm(folder, { recursive: true }));

const edit = async (name: string, change: (text: string) => string) => {
  const path = join(directory, name);
  await writeFile(path, change(await readFile(path, 'utf8')));
};
const sum = async () => writeFile(join(directory, sumsName), await makeSums(directory));
const line = (index: number) => `${JSON.stringify(files.records[index])}\n`;

describe('a run that can go on', () => {
  test('is read with what is left of it', async () => {
    await writeUnfinished(directory, files, { done: 3 });
    const run = await readUnfinished(directory);
    expect(run.id).toBe('run-a');
    expect(run.left).toHaveLength(all - 3);
    expect(run.left[0]?.trial).toBe(3);
    expect(run.journal).toMatchObject({ records: files.records.slice(0, 3), cutBytes: 0 });
  });

  test.each([
    ['half a line', line(3).slice(0, -20)],
    ['a line without its newline', line(3).slice(0, -1)],
    ['zeros, as a loss of power leaves them', '\0'.repeat(64)],
  ])('may end in %s, which is no record', async (_, tail) => {
    await writeUnfinished(directory, files, { done: 3, tail });
    const { journal, left } = await readUnfinished(directory);
    expect(journal).toMatchObject({ cutBytes: tail.length, records: files.records.slice(0, 3) });
    expect(journal.wholeBytes).toBe(line(0).length + line(1).length + line(2).length);
    expect(left[0]?.trial).toBe(3);
  });

  test('may have been killed before its first record, without a journal even', async () => {
    await writeUnfinished(directory, files, { done: 0 });
    expect((await readUnfinished(directory)).left).toHaveLength(all);
    await rm(join(directory, 'trials.ndjson'));
    expect((await readUnfinished(directory)).journal.writtenMs).toBeNull();
  });

  test('may lack its report alone', async () => {
    await writeUnfinished(directory, files, { done: all });
    expect((await readUnfinished(directory)).left).toEqual([]);
  });

  test('may have been stopped in order, with sums', async () => {
    await writeUnfinished(directory, files, { done: 3 });
    await sum();
    expect((await readUnfinished(directory)).left).toHaveLength(all - 3);
  });
});

/** What is done to a run of four records, and what is said then. */
const refused: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
  [
    'one that is finished',
    async () => {
      await writeUnfinished(directory, files, { done: all });
      await sum();
    },
    /^cannot resume run-a: it is finished$/,
  ],
  ['one without a plan', () => rm(join(directory, 'plan.json')), /it holds no plan.json/],
  [
    'one that was killed before its environment was recorded',
    () => rm(join(directory, 'environment.json')),
    /killed before anything was measured/,
  ],
  [
    'one of a newer lab: plan',
    () => edit('plan.json', (text) => text.replace('"schema": 1', '"schema": 2')),
    /plan.json: format 2 is newer than this numa-lab reads/,
  ],
  [
    'one of a newer lab: a record',
    () => edit('trials.ndjson', (text) => text.replace('"schema":1', '"schema":2')),
    /trials.ndjson line 1: format 2 is newer/,
  ],
  [
    'one of an older lab',
    () =>
      edit('environment.json', (text) =>
        text.replace(/ *"codeSha256": "\w+",?\n/, '').replace('false,\n  }', 'false\n  }'),
      ),
    /made by a numa-lab \(0.1.0\) that did not record what it takes/,
  ],
  [
    'an edited plan that still fits its records',
    () => edit('plan.json', (text) => text.replace('"trialTimeoutMs": 60000', '"trialTimeoutMs": 60001')),
    /it was edited: plan.json is not the plan/,
  ],
  [
    'a packed journal',
    () => rename(join(directory, 'trials.ndjson'), join(directory, 'trials.ndjson.gz')),
    /is packed/,
  ],
  [
    'a record twice',
    () => appendFile(join(directory, 'trials.ndjson'), line(3)),
    /line 5: trial 3 has a record/,
  ],
  [
    'a record too early',
    () => appendFile(join(directory, 'trials.ndjson'), line(5)),
    /trial 5 comes before its turn: 4/,
  ],
  [
    'a record with another seed',
    () => edit('trials.ndjson', (text) => text.replace(/"seed":"\d+"/, '"seed":"1"')),
    /it was edited: trials.ndjson line 1: trial 0 has seed '1'/,
  ],
  [
    'a line that is no record',
    () => appendFile(join(directory, 'trials.ndjson'), '{}\n'),
    /trials.ndjson line 5: /,
  ],
  [
    'an empty line',
    () => appendFile(join(directory, 'trials.ndjson'), '\n'),
    /trials.ndjson line 5: not JSON/,
  ],
  [
    'a stop that the plan does not know',
    () =>
      writeFile(
        join(directory, 'stops.json'),
        '{"schema":1,"stops":[{"section":0,"blocks":1,"reason":"time"}]}',
      ),
    /it was edited: stops.json ends section 0/,
  ],
  ['broken resumes', () => writeFile(join(directory, 'resumes.json'), '{}'), /resumes.json: /],
  [
    'a stopped run whose record was edited',
    async () => {
      await sum();
      await edit('trials.ndjson', (text) => text.replace('a fixture', 'a fiction'));
    },
    /it was edited: SHA256SUMS does not fit trials.ndjson/,
  ],
];

test.each(refused)('%s is refused, and nothing is written', async (_, change, message) => {
  await writeUnfinished(directory, files, { done: 4 });
  await change();
  const before = await makeSums(directory);
  await expect(readUnfinished(directory)).rejects.toThrow(message);
  expect(await makeSums(directory)).toBe(before);
});

test('the remedy is the run again, with its flags', async () => {
  await writeUnfinished(directory, files, { done: 4 });
  await rm(join(directory, 'environment.json'));
  await expect(readUnfinished(directory)).rejects.toMatchObject({
    hint: 'run again: numa-lab run --quick --seed 17',
  });
});

import {
  appendFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { create, list } from 'tar';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { holds } from '../../analysis/archive/holds.ts';
import { type LabProgram, makeLabProgram } from '../../analysis/archive/lab-program.ts';
import { renderVerification } from '../../analysis/archive/render-verification.ts';
import { unpackBundle } from '../../analysis/archive/unpack-bundle.ts';
import { verifyRun } from '../../analysis/archive/verify-run.ts';
import { compareBaselines } from '../../analysis/compare/compare-baselines.ts';
import { loadRun } from '../../analysis/load/load-run.ts';
import { renderHtml } from '../../analysis/render/html/render-html.ts';
import { buildReport } from '../../analysis/report/build-report.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
import { useOlderNames } from '../../test/fixtures/runs/older-names.ts';
import { runExportCommand } from './export.ts';
import { writeDerivedFiles } from './report/write-derived-files.ts';
import { runVerifyCommand } from './verify.ts';

const id = '20250101T000000Z-virtual-aaaaaa';
let folder = '';
let directory = '';
let bundle = '';
let printed = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-verify-'));
  directory = join(folder, id);
  bundle = join(folder, 'bundle.tar.gz');
  await writeRun(directory, exampleRun());
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw new Error(loaded.message);
  await writeDerivedFiles(directory, buildReport(loaded.run));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const change = async (name: string, edit: (text: string) => string) => {
  const path = join(directory, name);
  await writeFile(path, edit(await readFile(path, 'utf8')));
};

describe('verify of a run directory', () => {
  test('finds nothing in a run that an older version wrote with its own names', async () => {
    for (const name of ['plan.json', 'trials.ndjson', 'report.json', 'report.txt'])
      await change(name, useOlderNames);
    await rm(join(directory, 'charts'), { recursive: true });
    await rm(join(directory, 'SHA256SUMS'));
    expect(await runVerifyCommand({ run: directory })).toBe(0);
    expect(printed).toMatch(/\d{4,} values of report\.json recomputed, none differs/);
    expect(printed).toContain('of report.txt are those of the records, in words of an older version');
    await change('report.txt', (text) => text.replace('0.483', '0.283'));
    expect(await runVerifyCommand({ run: directory })).toBe(1);
    expect(printed).toMatch(/report\.txt differs first in line/);
  });

  test('finds nothing in a run as it was written', async () => {
    expect(await runVerifyCommand({ run: directory })).toBe(0);
    expect(printed).toMatch(/sums {5}\d+ files as in SHA256SUMS/);
    expect(printed).toMatch(/numbers {2}\d{4,} values of report\.json recomputed, none differs/);
    expect(printed).toMatch(/text {5}\d+ lines of report\.txt are those of the records/);
  });

  test('names each number of the report that the records do not give', async () => {
    await change('report.json', (text) => text.replace('"point": 0.483', '"point": 0.283'));
    await rm(join(directory, 'SHA256SUMS'));
    expect(await runVerifyCommand({ run: directory })).toBe(1);
    expect(printed).toMatch(/estimates\.\d+\.estimate\.point: stored 0\.283, recomputed 0\.483/);
    expect(printed).toContain('no SHA256SUMS');
    expect(printed).toContain('1 differ');
  });

  test('finds a changed record by its sum and by the numbers that follow from it', async () => {
    await change('trials.ndjson', (text) => text.replace('"anonymousBytes":15', '"anonymousBytes":16'));
    const code = await runVerifyCommand({ run: directory, json: true });
    const { sums, numbers, verified } = JSON.parse(printed) as Record<string, never>;
    expect([code, verified]).toEqual([1, false]);
    expect(sums).toMatchObject({ changed: ['trials.ndjson'] });
    expect(numbers).not.toMatchObject({ differences: [] });
  });

  test('finds a changed sentence', async () => {
    await change('report.txt', (text) => text.replace('Question', 'Answer'));
    expect(await runVerifyCommand({ run: directory })).toBe(1);
    expect(printed).toContain('report.txt differs first in line 1');
    expect(printed).toContain('changed: report.txt');
  });

  test('does without a report where a run has none, and says so', async () => {
    for (const name of ['report.json', 'report.txt', 'SHA256SUMS']) await rm(join(directory, name));
    expect(await runVerifyCommand({ run: directory })).toBe(0);
    expect(printed).toContain('no report.json');
    expect(printed).toContain('no SHA256SUMS');
  });

  test('a missing file and a file without a sum are reported', async () => {
    await rm(join(directory, 'report.txt'));
    await writeFile(join(directory, 'notes.txt'), '');
    expect(await runVerifyCommand({ run: directory })).toBe(1);
    expect(printed).toContain('missing: report.txt');
    expect(printed).toContain('without a sum: notes.txt');
  });

  test('a renamed folder is still the same run', async () => {
    await rename(directory, join(folder, 'renamed'));
    expect(await runVerifyCommand({ run: join(folder, 'renamed') })).toBe(0);
  });

  test('draws page and charts again', async () => {
    await runVerifyCommand({ run: directory });
    expect(printed).toMatch(/drawings (\d+) of \1 files drawn again byte for byte/);
  });

  test('a chart that is not that of the records differs, is missing or is none of theirs', async () => {
    await change('charts/sharing.svg', (text) => text.replace('>0.2<', '>0.3<'));
    await rm(join(directory, 'charts', 'remote-bytes.svg'));
    await writeFile(join(directory, 'charts', 'more.svg'), '<svg/>');
    const states = async (program: LabProgram) => {
      const result = await verifyRun(directory, { program, readScript: async () => ({ missing: 'none' }) });
      if (result.state === 'problem') throw new Error(result.message);
      const off = result.drawings.filter(({ state }) => state !== 'same');
      return {
        off: off.map(({ name, state }) => [name, state]),
        text: renderVerification(result, program),
        ok: holds(result),
      };
    };
    const own = makeLabProgram(exampleRun().environment.lab);
    await rm(join(directory, 'SHA256SUMS'));
    const { off, text, ok } = await states(own);
    expect(ok).toBe(false);
    expect(off).toEqual([
      ['charts/remote-bytes.svg', 'missing'],
      ['charts/sharing.svg', 'differs'],
      ['charts/more.svg', 'no-chart'],
    ]);
    expect(text).toContain('  differs: charts/sharing.svg\n');
    // Another version may draw otherwise: that is no reason to doubt the run, and none to vouch for its pictures.
    for (const other of [
      { ...own, commit: null },
      { ...own, dirty: true },
    ]) {
      const { text: said, ok: isOk } = await states(other);
      expect(isOk).toBe(true);
      expect(said).toContain('  written by another version: charts/sharing.svg\n');
      expect(said).toContain('verified, but for 3 files of drawings');
    }
  });

  test('a page is reported part by part, and without its script is not checked', async () => {
    const loaded = await loadRun(directory);
    if (loaded.state === 'problem') throw new Error(loaded.message);
    const page = renderHtml(buildReport(loaded.run), {
      script: 'draw()',
      baselines: compareBaselines(loaded.run),
    });
    await writeFile(
      join(directory, 'report.html'),
      page.replace('aria-label="contents"', 'aria-label="content"'),
    );
    await rm(join(directory, 'charts'), { recursive: true });
    const program = makeLabProgram(exampleRun().environment.lab);
    const check = async (found: { script: string } | { missing: string }) => {
      const result = await verifyRun(directory, { program, readScript: async () => found });
      return result.state === 'verified' ? result.drawings : [];
    };
    expect(await check({ script: 'draw()' })).toEqual([
      { name: 'report.html', state: 'differs', parts: ['head'] },
    ]);
    expect(await check({ missing: 'not built' })).toMatchObject([
      { state: 'unchecked', parts: ['not built'] },
    ]);
    await writeFile(join(directory, 'report.html'), page);
    expect(await check({ script: 'draw()' })).toMatchObject([{ state: 'same' }]);
  });

  test('sums of files outside do not pass', async () => {
    await appendFile(join(directory, 'SHA256SUMS'), `${'0'.repeat(64)}  ../secret\n`);
    expect(await runVerifyCommand({ run: directory })).toBe(1);
    expect(printed).toContain('SHA256SUMS has a line that is none');
  });

  test('broken files are one line that names the file and what the sums say of it', async () => {
    await change('plan.json', () => '{"schema":2}');
    await expect(runVerifyCommand({ run: directory })).rejects.toThrow(
      /plan\.json: format 2 is newer than this numa-lab reads \(1\) \(and SHA256SUMS does not fit plan\.json\)/,
    );
    await rm(join(directory, 'plan.json'));
    await expect(runVerifyCommand({ run: directory })).rejects.toThrow(/plan\.json does not exist/);
  });
});

describe('export', () => {
  test('makes the same bytes twice, which verify', async () => {
    await writeFile(join(directory, 'guest-console.log'), 'Linux version');
    expect(await runExportCommand({ run: directory, output: bundle })).toBe(0);
    await runExportCommand({ run: directory, output: join(folder, 'again.tar.gz') });
    expect((await readFile(bundle)).equals(await readFile(join(folder, 'again.tar.gz')))).toBe(true);
    const names: string[] = [];
    await list({ file: bundle, onReadEntry: ({ path }) => names.push(path) });
    const files = [
      'SHA256SUMS',
      'environment.json',
      'plan.json',
      'report.json',
      'report.txt',
      'schema.json',
      'trials.ndjson',
    ];
    expect(names.filter((name) => !name.includes('/charts/'))).toEqual(files.map((name) => `${id}/${name}`));
    expect(names).toContain(`${id}/charts/sharing.svg`);
    printed = '';
    expect(await runVerifyCommand({ run: bundle })).toBe(0);
    expect(printed).toContain(`run      ${id}`);
    expect(printed).toContain('verified: nothing differs');
  });

  test('makes the report of a run that was killed before it', async () => {
    for (const name of ['report.json', 'report.txt', 'SHA256SUMS']) await rm(join(directory, name));
    await runExportCommand({ run: directory, output: bundle });
    expect(await runVerifyCommand({ run: bundle })).toBe(0);
    expect(printed).toMatch(/report\.json recomputed, none differs/);
  });

  test('refuses files that were changed after the run', async () => {
    await change('environment.json', (text) => `${text}\n`);
    await expect(runExportCommand({ run: directory, output: bundle })).rejects.toThrow(
      'SHA256SUMS does not fit environment.json',
    );
  });

  test('an output that cannot be written is one line', async () => {
    const output = join(folder, 'none', 'x.tar.gz');
    await expect(runExportCommand({ run: directory, output })).rejects.toThrow(`cannot write '${output}'`);
  });
});

describe('verify of a bundle', () => {
  test('a bundle that was cut off, or is none, is one line', async () => {
    await runExportCommand({ run: directory, output: bundle });
    await truncate(bundle, 4000);
    await expect(runVerifyCommand({ run: bundle })).rejects.toThrow('is damaged or no bundle');
    await writeFile(bundle, 'no archive at all');
    await expect(runVerifyCommand({ run: bundle })).rejects.toThrow('is damaged or no bundle');
    await writeFile(bundle, '');
    await expect(runVerifyCommand({ run: bundle })).rejects.toThrow(/bundle\.tar\.gz/);
  });

  test('a path that leads out is refused before anything is written', async () => {
    await writeFile(join(folder, 'evil'), 'x');
    await mkdir(join(folder, 'inner'));
    await create({ file: bundle, cwd: join(folder, 'inner'), gzip: true, preservePaths: true }, ['../evil']);
    await expect(runVerifyCommand({ run: bundle })).rejects.toThrow(
      "the path '../evil' leads out of the bundle",
    );
    await create({ file: bundle, gzip: true, preservePaths: true }, [join(folder, 'evil')]);
    await expect(runVerifyCommand({ run: bundle })).rejects.toThrow('leads out of the bundle');
  });

  test('links and a second folder are refused', async () => {
    await mkdir(join(folder, 'other'));
    await symlink('/etc/passwd', join(folder, 'other', 'plan.json'));
    await create({ file: bundle, cwd: folder, gzip: true }, ['other/plan.json']);
    await expect(runVerifyCommand({ run: bundle })).rejects.toThrow('is a SymbolicLink; only files');
    await writeFile(join(folder, 'other', 'x'), '');
    await create({ file: bundle, cwd: folder, gzip: true }, [`${id}/plan.json`, 'other/x']);
    await expect(runVerifyCommand({ run: bundle })).rejects.toThrow("lies outside of folder '20250101");
  });

  test('more bytes or files than allowed are refused by what the headers say', async () => {
    await runExportCommand({ run: directory, output: bundle });
    const into = join(folder, 'into');
    await mkdir(into);
    const problem = await unpackBundle(bundle, into, { bytes: 10_000, entries: 100 });
    expect(problem).toMatchObject({
      state: 'problem',
      message: expect.stringContaining('more than 10000 bytes'),
    });
    expect(await unpackBundle(bundle, into, { bytes: 1e9, entries: 2 })).toMatchObject({ state: 'problem' });
  });

  test('a changed byte of the data is found', async () => {
    await runExportCommand({ run: directory, output: bundle });
    const plain = gunzipSync(await readFile(bundle));
    const at = plain.indexOf('"anonymousBytes":15');
    plain.write('"anonymousBytes":16', at);
    await writeFile(join(folder, 'plain.tar'), plain);
    expect(await runVerifyCommand({ run: join(folder, 'plain.tar') })).toBe(1);
    expect(printed).toContain('changed: trials.ndjson');
  });
});

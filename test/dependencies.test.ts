import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLabRoot } from '../bench/lab-root.ts';

const root = findLabRoot();

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(join(root, name), 'utf8')) as T;
}

/** What `npm start` compiles and runs: the folders of tsconfig.build.json, and the script that bundles the page. */
async function listSources(): Promise<readonly string[]> {
  const { include } = await readJson<{ include: readonly string[] }>('tsconfig.build.json');
  const found = include.map(async (folder) => {
    const names = await readdir(join(root, folder), { recursive: true });
    return names
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name));
  });
  return [...(await Promise.all(found)).flat(), 'scripts/bundle-page.mjs'];
}

/** Packages named in `from '…'` and `import('…')`, without the file inside them. */
async function listPackages(source: string): Promise<readonly string[]> {
  const text = await readFile(join(root, source), 'utf8');
  const named = text.matchAll(/\b(?:from|import)\(? ?'((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^']*)?'/g);
  return [...named].flatMap(([, name = '']) => (builtinModules.includes(name) ? [] : name));
}

test('what npm start compiles imports no package that only the tests install', async () => {
  const { dependencies, optionalDependencies = {} } = await readJson<Package>('package.json');
  const sources = await listSources();
  const imports = await Promise.all(
    sources.map(async (source) => (await listPackages(source)).map((name) => [source, name] as const)),
  );
  const all = imports.flat();
  expect(all.length).toBeGreaterThan(50);
  expect(
    all.filter(([, name]) => !(name in dependencies || name in optionalDependencies || name.startsWith('.'))),
  ).toEqual([]);
});

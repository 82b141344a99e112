import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLabRoot } from '../bench/lab-root.ts';

const root = findLabRoot();

interface Config {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

/** Packages that the files of the build name in an import or a require, by their names in package.json. */
function importedPackages(): ReadonlySet<string> {
  const { include, exclude } = readJson('tsconfig.build.json') as Config;
  // The script of report.html has a compiler configuration of its own, and is bundled by the build.
  const left = exclude.filter((path) => path !== 'analysis/render/html/page');
  const files = include.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name) && !left.includes(name)),
  );
  const named = files.flatMap((name) =>
    [
      ...readFileSync(join(root, name), 'utf8').matchAll(
        /(?:\b(?:from|import) |(?:import|require(?:\.resolve)?)\()'([@\w][\w@./:-]*)'/g,
      ),
    ].map(([, specifier = '']) => specifier),
  );
  const packages = named.filter((name) => !name.startsWith('node:'));
  return new Set(packages.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')));
}

const { dependencies, optionalDependencies } = readJson('package.json') as Package;
const imported = importedPackages();

test('the build imports nothing but dependencies, so that it works without the development tools', () => {
  const installed = new Set(Object.keys({ ...dependencies, ...optionalDependencies }));
  expect(imported.size).toBeGreaterThan(10);
  expect([...imported].filter((name) => !installed.has(name))).toEqual([]);
});

test('every dependency is imported, or is a tool of the build', () => {
  const tools = [
    'esbuild',
    'typescript',
    ...Object.keys(dependencies).filter((name) => name.startsWith('@types/')),
  ];
  const expected = [...imported, ...tools];
  const named = Object.keys({ ...dependencies, ...optionalDependencies });
  expect(named.filter((name) => !expected.includes(name))).toEqual([]);
});

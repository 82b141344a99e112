import { dirname, join } from 'node:path';
import type { Fact } from '../../results/schema/environment.ts';
import { makeFact } from './fact.ts';
import { readText } from './read-text.ts';
import type { RunTool } from './run-tool.ts';

/** Tools that tell their version on the first line. */
const reportsItself = ['gcc', 'make', 'cargo', 'rustc', 'git', 'setpriv', 'qemu-system-x86_64'] as const;

/** Tools without a version option: their Debian package tells. */
const reportedByPackage = [
  ['numactl', 'numactl'],
  ['musl-gcc', 'musl-tools'],
  ['glibc', 'libc6'],
  ['jemalloc', 'libjemalloc2'],
] as const;

/** Versions of everything that builds or starts the benchmark, by tool. */
export async function readToolVersions(run: RunTool): Promise<Record<string, Fact>> {
  const [versions, packages, npm] = await Promise.all([
    Promise.all(reportsItself.map((tool) => readOwnVersion(run, tool))),
    readPackageVersions(run),
    readNpmVersion(),
  ]);
  return {
    node: { value: process.version },
    npm,
    ...Object.fromEntries(
      reportsItself.map((tool, i) => [tool, versions[i] ?? { unavailable: 'not asked' }]),
    ),
    ...packages,
  };
}

async function readOwnVersion(run: RunTool, tool: string): Promise<Fact> {
  const answer = await run(tool, ['--version']);
  if (answer.state === 'failed') return { unavailable: 'not installed' };
  return makeFact(answer.stdout.split('\n')[0]?.trim(), 'it does not report its version');
}

async function readPackageVersions(run: RunTool): Promise<Record<string, Fact>> {
  const names = reportedByPackage.map(([, name]) => name);
  // Exits with 1 when one of them is missing, and still prints the others.
  const answer = await run('dpkg-query', ['-W', '-f', `\${Package} \${Version}\\n`, ...names]);
  const lines = answer.state === 'exited' ? answer.stdout.split('\n') : [];
  const whyNot = answer.state === 'exited' ? 'not installed as a Debian package' : 'no dpkg to ask';
  return Object.fromEntries(
    reportedByPackage.map(([tool, name]) => {
      const line = lines.find((candidate) => candidate.startsWith(`${name} `));
      return [tool, makeFact(line?.slice(name.length + 1), whyNot)];
    }),
  );
}

/** From npm's own package file: asking npm itself takes half a second. */
async function readNpmVersion(): Promise<Fact> {
  const places = [
    join(dirname(process.execPath), '../lib/node_modules/npm/package.json'),
    '/usr/share/nodejs/npm/package.json',
  ];
  for (const place of places) {
    const version = /"version":\s*"([^"]+)"/.exec((await readText(place)) ?? '')?.[1];
    if (version !== undefined) return { value: version };
  }
  return { unavailable: 'not found beside node' };
}

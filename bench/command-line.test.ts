import { expect, test } from 'vitest';
import { runCommandLine } from './command-line.ts';
import { type Command, defineCommand } from './commands/command.ts';
import { commandTable } from './commands/command-table.ts';
import { optional, repeated, toggle } from './request/flag.ts';
import type { TypedTexts } from './request/flag-words.ts';
import { anyText, integer } from './request/parse-value.ts';
import { UserError } from './user-error.ts';

const flags = {
  nodes: optional('--nodes <list>', 'nodes', integer(0, 9)),
  set: repeated('--set <level>', 'levels', anyText),
  perturb: toggle('--no-perturb', 'same state', { conflicts: ['nodes'] }),
};

/** One command that does this, with a flag of each kind. */
function tableOf(work: (options: object, typed: TypedTexts) => number): readonly Command[] {
  const row = {
    name: 'run',
    summary: 'a command',
    arguments: { directory: 'a place' },
    flags,
    load: async () => async (options: object, typed: TypedTexts) => work(options, typed),
  };
  return [defineCommand(row)];
}

test('flags arrive parsed and as they were typed, arguments by name, the answer is the exit code', async () => {
  let seen: unknown;
  const table = tableOf((...given) => {
    seen = given;
    return 1;
  });
  const args = ['run', 'here', '--nodes', '07', '--set', 'a.b=1', '--set', 'c.d=2'];
  expect(await runCommandLine(args, table)).toEqual({ code: 1, complaint: '' });
  expect(seen).toEqual([
    { directory: 'here', nodes: 7, set: ['a.b=1', 'c.d=2'], perturb: true },
    new Map([
      ['nodes', ['07']],
      ['set', ['a.b=1', 'c.d=2']],
    ]),
  ]);
});

test('a value that is wrong, and flags that contradict each other, are one line before the command begins', async () => {
  const table = tableOf(() => {
    throw new Error('it began');
  });
  expect(await runCommandLine(['run', '--nodes', 'x'], table)).toEqual({
    code: 2,
    complaint: "numa-lab: --nodes is not an integer from 0 to 9: 'x'; for example --nodes 0",
  });
  expect(await runCommandLine(['run', '--nodes', '1', '--no-perturb'], table)).toEqual({
    code: 2,
    complaint:
      "numa-lab: option '--no-perturb' cannot be used with option '--nodes <list>'; see numa-lab --help",
  });
});

test('wrong use of a command is one line with the remedy', async () => {
  const table = tableOf(() => {
    throw new UserError('node 9\nis not here', { hint: 'use 0' });
  });
  expect(await runCommandLine(['run'], table)).toEqual({
    code: 2,
    complaint: 'numa-lab: node 9 is not here; use 0',
  });
});

test('a value of any content stays one short line', async () => {
  const tableFor = (value: string) =>
    tableOf(() => {
      throw new UserError(`--nodes has '${value}'`, { hint: 'write 0,1' });
    });
  const complain = async (value: string) => (await runCommandLine(['run'], tableFor(value))).complaint;
  expect(await complain('\u001b[2J\u0007\n\n  x\r\ny')).toBe("numa-lab: --nodes has '  x  y'; write 0,1");
  const long = await complain('x'.repeat(1_000_000));
  expect(long.length).toBeLessThan(500);
  expect(long).toContain('write 0,1');
});

test.each([
  [
    { code: 'EROFS', syscall: 'copyfile', path: '/from', dest: '/cache/x' },
    "cannot write '/cache/x': it is on a read-only",
  ],
  [{ code: 'EACCES', syscall: 'open', path: '/cache/y' }, "cannot write '/cache/y': it is not writable"],
  [{ code: 'ENOSPC', syscall: 'write' }, 'cannot write to the disk: the disk is full; fix that'],
])('a disk that cannot be written is no bug: %j', async (properties, complaint) => {
  const table = tableOf(() => {
    throw Object.assign(new Error('system error'), properties);
  });
  const outcome = await runCommandLine(['run'], table);
  expect(outcome.code).toBe(2);
  expect(outcome.complaint).toContain(complaint);
  expect(outcome.complaint).not.toContain('\n');
});

test('a superfluous argument is named', async () => {
  expect(
    await runCommandLine(
      ['run', 'here', 'there'],
      tableOf(() => 0),
    ),
  ).toEqual({
    code: 2,
    complaint:
      "numa-lab: unexpected argument 'there'; write lists with commas and flags with --; see numa-lab run --help",
  });
});

test('a bug is a stack', async () => {
  const table = tableOf(() => {
    throw new TypeError('oops');
  });
  const { code, complaint } = await runCommandLine(['run'], table);
  expect(code).toBe(70);
  expect(complaint).toContain('TypeError: oops');
  expect(complaint).toContain('command-line.test.ts');
});

test.each([
  [['rnu'], "numa-lab: unknown command 'rnu'; did you mean run?"],
  [['run', '--node', '0'], "numa-lab: unknown option '--node'; did you mean --nodes?"],
  [['run', '--xyzzy'], "numa-lab: unknown option '--xyzzy'; see numa-lab --help"],
  [['run', '--nodes'], "numa-lab: option '--nodes <list>' argument missing; see numa-lab --help"],
])('%j is wrong use, in one line', async (args, complaint) => {
  expect(
    await runCommandLine(
      args,
      tableOf(() => 0),
    ),
  ).toEqual({ code: 2, complaint });
});

// Imports all of the lab, zod and commander included, on a machine that may be busy.
test('every command of the lab can be loaded', async () => {
  expect(commandTable.length).toBeGreaterThan(10);
  for (const row of commandTable) expect(await row.load()).toBeTypeOf('function');
}, 30_000);

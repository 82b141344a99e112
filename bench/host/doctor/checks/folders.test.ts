import { describe, expect, test } from 'vitest';
import { judge } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkFolders } from './folders.ts';

describe('folders', () => {
  test('need not exist when they can be made', async () => {
    expect(Object.keys(await judge(checkFolders, {}))).toEqual(['results-folder', 'cache-folder']);
    expect(Object.values(await judge(checkFolders, {}))).not.toContain('fail');
  });

  test('below a file are a failure', async () => {
    const context = { resultsDirectory: '/proc/self/status/runs' };
    expect(await judge(checkFolders, { context })).toMatchObject({ 'results-folder': 'fail' });
  });
});

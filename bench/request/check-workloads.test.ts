import { describe, expect, test } from 'vitest';
import { description } from '../../test/fixtures/description.ts';
import { requestOf } from '../../test/fixtures/request.ts';
import { UserError } from '../user-error.ts';
import { checkWorkloads } from './check-workloads.ts';

const check = (options: Parameters<typeof requestOf>[0]) => () =>
  checkWorkloads(requestOf(options), description);

test('names and values of the description are accepted', () => {
  check({
    workloads: 'churn,remote-free',
    set: ['churn.slots=1,10000', 'churn.touch=none', 'churn.sizes=uniform:1-9'],
  })();
  check({ set: ['remote-free.survivors=0,1000'] })();
});

describe('what the description does not have is refused with what it has', () => {
  test.each([
    [{ workloads: 'chrun' }, "unknown workload 'chrun'", "did you mean 'churn'"],
    [{ set: ['xyzzy.slots=1'] }, "unknown workload 'xyzzy'", 'choose from churn'],
    [{ set: ['churn.slot=1'] }, "no parameter 'slot'", "did you mean 'slots'"],
    [{ set: ['calibrate.slots=1'] }, "no parameter 'slots'", 'there is none'],
    [{ set: ['churn.slots=0'] }, "'0'", 'its default is 1000'],
    [{ set: ['churn.slots=10001'] }, '1 to 10000', 'its default is 1000'],
    [{ set: ['churn.slots=1e3'] }, "'1e3'", 'its default is 1000'],
    [{ set: ['churn.touch=al'] }, "'al'", "did you mean 'all'"],
    [{ set: ['churn.sizes=fixed:64x'] }, "'fixed:64x'", 'uniform:16-1024'],
    [{ workloads: 'churn', set: ['remote-free.survivors=1'] }, 'not among --workloads', 'add remote-free'],
  ])('%j', (options, message, hint) => {
    expect(check(options)).toThrow(UserError);
    expect(check(options)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
    expect(check(options)).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });
});

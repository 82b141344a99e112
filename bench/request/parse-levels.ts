import { currentWorkload } from '../../results/text/older-names.ts';
import { UserError } from '../user-error.ts';
import { anyText, listOf, type Parse } from './parse-value.ts';
import type { ParameterLevels } from './run-request.ts';

/** Levels of `workload.parameter=value,value`. Throws UserError for anything else. */
export const parameterLevels: Parse<ParameterLevels> = (text, flag) => {
  const [, workload, parameter, values] = /^([^.=\s]+)\.([^.=\s]+)=(.*)$/.exec(text) ?? [];
  if (workload === undefined || parameter === undefined || values === undefined) {
    throw new UserError(`${flag} is not workload.parameter=value: '${text}'`, {
      hint: `for example ${flag} churn.burst=1,16`,
    });
  }
  return {
    workload: currentWorkload(workload),
    parameter,
    values: listOf(anyText, 'VALUE,VALUE')(values, `${flag} ${workload}.${parameter}`),
  };
};

/** Throws UserError where two give levels of the same parameter. */
export function refuseRepeatedLevels(levels: readonly ParameterLevels[]): void {
  levels.forEach((level, i) => {
    const first = levels.findIndex((l) => l.workload === level.workload && l.parameter === level.parameter);
    if (first === i) return;
    throw new UserError(`--set has ${level.workload}.${level.parameter} twice`, {
      hint: 'give all its values in one --set, with commas',
    });
  });
}

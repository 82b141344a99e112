import { UserError } from '../user-error.ts';
import { parseList } from './parse-value.ts';
import type { ParameterLevels } from './run-request.ts';

const example = 'for example --set churn.burst=1,16';

/** Levels of every `--set workload.parameter=value,value`. Throws UserError for a malformed or repeated one. */
export function parseLevels(texts: readonly string[]): ParameterLevels[] {
  const levels = texts.map(parseLevel);
  levels.forEach((level, i) => {
    const first = levels.findIndex((l) => l.workload === level.workload && l.parameter === level.parameter);
    if (first !== i) {
      throw new UserError(`--set has ${level.workload}.${level.parameter} twice`, {
        hint: 'give all its values in one --set, with commas',
      });
    }
  });
  return levels;
}

function parseLevel(text: string): ParameterLevels {
  const match = /^([^.=\s]+)\.([^.=\s]+)=(.*)$/.exec(text);
  const [, workload, parameter, values] = match ?? [];
  if (workload === undefined || parameter === undefined || values === undefined) {
    throw new UserError(`--set is not workload.parameter=value: '${text}'`, { hint: example });
  }
  return { workload, parameter, values: parseList(`--set ${workload}.${parameter}`, values, 'VALUE,VALUE') };
}

import { unreachable } from '../../results/schema/unreachable.ts';
import type { Description, Parameter, Workload } from '../../results/schema/workload.ts';
import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../user-error.ts';
import type { RunRequest } from './run-request.ts';

/**
 * Holds the workloads, parameters and values of a request against what the program says of itself.
 * Throws UserError for the first that the description does not have or does not accept.
 */
export function checkWorkloads(request: RunRequest, description: Description): void {
  for (const name of request.workloads ?? []) findWorkload(name, description);
  for (const level of request.levels) {
    const workload = findWorkload(level.workload, description);
    if (request.workloads?.includes(workload.name) === false) {
      throw new UserError(`--set names ${workload.name}, which is not among --workloads`, {
        hint: `add ${workload.name} to --workloads`,
      });
    }
    const parameter = findParameter(workload, level.parameter);
    for (const value of level.values) checkValue(`${workload.name}.${parameter.name}`, parameter, value);
  }
}

/** The workload of that name. Throws UserError with the nearest name. */
export function findWorkload(name: string, description: Description): Workload {
  const found = description.workloads.find((workload) => workload.name === name);
  if (found !== undefined) return found;
  const names = description.workloads.map((workload) => workload.name);
  throw new UserError(`unknown workload '${name}'`, { hint: didYouMean(name, names) });
}

function findParameter(workload: Workload, name: string): Parameter {
  const found = workload.parameters.find((parameter) => parameter.name === name);
  if (found !== undefined) return found;
  const names = workload.parameters.map((parameter) => parameter.name);
  throw new UserError(`workload ${workload.name} has no parameter '${name}'`, {
    hint: didYouMean(name, names),
  });
}

function checkValue(what: string, parameter: Parameter, value: string): void {
  switch (parameter.type) {
    case 'integer': {
      const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= parameter.min && number <= parameter.max) return;
      throw new UserError(`${what} is not an integer from ${parameter.min} to ${parameter.max}: '${value}'`, {
        hint: `its default is ${parameter.default}`,
      });
    }
    case 'choice': {
      if (parameter.choices.includes(value)) return;
      throw new UserError(`${what} has an unknown value: '${value}'`, {
        hint: didYouMean(value, parameter.choices),
      });
    }
    case 'text': {
      if (new RegExp(`^(?:${parameter.pattern})$`).test(value)) return;
      throw new UserError(`${what} is not valid: '${value}'`, {
        hint: `write for example ${parameter.example}`,
      });
    }
    default:
      unreachable(parameter);
  }
}

import type { z } from 'zod';
import { schemaVersion } from '../../results/schema/primitives.ts';
import { useCurrentNames } from '../../results/text/older-names.ts';

export type Checked<T> =
  | { readonly state: 'valid'; readonly value: T }
  | { readonly state: 'invalid'; readonly message: string; readonly hint: string };

/**
 * Text → value of a format that changes nothing of it: the value is what JSON.parse made, which takes less memory than zod's copy. Names of older versions become those of today. The version is looked at first: of a newer file only that can be said with certainty.
 * `message` names the first field that is wrong, without the name of the file.
 */
export function parseChecked<T>(text: string, format: z.ZodType<T, T>): Checked<T> {
  const json = parseJson(useCurrentNames(text));
  if (json === undefined) {
    return { state: 'invalid', message: 'not JSON', hint: 'restore the file or run again' };
  }
  const version = versionOf(json);
  if (version !== undefined && version > schemaVersion) {
    return {
      state: 'invalid',
      message: `format ${version} is newer than this numa-lab reads (${schemaVersion})`,
      hint: 'update numa-lab',
    };
  }
  const result = format.safeParse(json);
  if (result.success) return { state: 'valid', value: json as T };
  return { state: 'invalid', message: describe(result.error), hint: 'restore the file or run again' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function versionOf(json: unknown): number | undefined {
  if (typeof json !== 'object' || json === null || !('schema' in json)) return undefined;
  return typeof json.schema === 'number' ? json.schema : undefined;
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'not of this format';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { UserError } from '../user-error.ts';

/** A path of the user's and the name its targets get: `PATH` or `PATH:name`. */
export interface NamedPath {
  readonly path: string;
  readonly name: string | undefined;
}

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/** Words that name several targets on the command line. */
const collections = ['all', 'quick', 'default'];

/**
 * A path may hold a colon itself: one that is there as it stands has no name, else what follows the last colon is one. Throws
 * UserError for an empty path.
 */
export async function parseNamedPath(flag: string, text: string): Promise<NamedPath> {
  const colon = text.lastIndexOf(':');
  const hasName = colon >= 0 && !text.slice(colon).includes('/') && !(await exists(expandHome(text)));
  const path = expandHome(hasName ? text.slice(0, colon) : text);
  if (path === '') throw new UserError(`${flag} is empty: '${text}'`, { hint: `write ${flag} PATH:name` });
  return { path, name: hasName ? text.slice(colon + 1) : undefined };
}

/** The name, or throws UserError when no target can be called so. */
export function checkName(flag: string, name: string): string {
  if (collections.includes(name)) {
    throw new UserError(`${flag} has a name that stands for several targets: '${name}'`, {
      hint: `write another one behind the path, for example ${flag} PATH:mine`,
    });
  }
  if (nameForm.test(name)) return name;
  throw new UserError(`${flag} has a name that cannot be used: '${name}'`, {
    hint: `write ${flag} PATH:name, the name of letters, digits, dots, dashes and underscores, at most 32`,
  });
}

/** Shells expand `~` only at the start of a word, not behind `--musl-src=`. */
function expandHome(path: string): string {
  return /^~(?:\/|$)/.test(path) ? `${homedir()}${path.slice(1)}` : path;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

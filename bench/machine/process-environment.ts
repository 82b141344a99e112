import { nameValues } from '../../results/text/name-values.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import { UserError } from '../user-error.ts';

/**
 * Bytes of all `NAME=value` strings of a process, each with the NUL that ends it, and how many strings there are. The kernel
 * puts the strings and a pointer to each above the stack: another size or number would move the stack, and with it what is
 * measured (Mytkowicz et al., ASPLOS 2009). So every target gets exactly this much.
 */
const totalBytes = 1024;
const variableCount = 8;

/**
 * Nothing of the user's environment reaches a program: LD_PRELOAD, MALLOC_CONF, GLIBC_TUNABLES and the like change the
 * allocator.
 */
const common: Readonly<Record<string, string>> = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };

const paddingName = 'NUMA_LAB_PADDING';
const mostSettings = variableCount - Object.keys(common).length - 1;

/**
 * The whole environment of a target's processes, the same on the host and in a guest: PATH and LC_ALL, what the target asks
 * for, and padding to the fixed size. Throws UserError for what does not fit or cannot be handed over as it is.
 */
export function makeProcessEnvironment({
  name: target,
  environment: settings,
}: Pick<BuiltTarget, 'name' | 'environment'>): Readonly<Record<string, string>> {
  const names = Object.keys(settings);
  for (const name of names) checkVariable(target, name, settings[name] ?? '');
  if (names.length > mostSettings) {
    throw new UserError(
      `target '${target}' sets ${names.length} environment variables, ${names.join(', ')}: ${mostSettings} is the most`,
      { hint: 'every target gets the same number of variables, because their number moves the stack' },
    );
  }
  const used = { ...common, ...settings };
  const padding = Array.from({ length: variableCount - Object.keys(used).length }, (_, i) => [
    `${paddingName}_${i}`,
    '',
  ]);
  const unpadded = { ...used, ...Object.fromEntries(padding) };
  const missing = totalBytes - sizeBytes(unpadded);
  if (missing < 0) {
    throw new UserError(
      `target '${target}' sets ${-missing} bytes too many in its environment: ${names.join(', ')}`,
      {
        hint: `every target gets ${totalBytes} bytes, because their size moves the stack: shorten the values`,
      },
    );
  }
  return { ...unpadded, [`${paddingName}_0`]: 'x'.repeat(missing) };
}

/** Bytes that an environment takes above the stack, its pointers apart. */
function sizeBytes(environment: Readonly<Record<string, string>>): number {
  return nameValues(environment).reduce((sum, text) => sum + text.length + 1, 0);
}

function checkVariable(target: string, name: string, value: string): void {
  const set = `target '${target}' sets the environment variable '${name}'`;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new UserError(`${set}, which is no name`, { hint: 'use letters, digits and underscores' });
  }
  if (name in common || name.startsWith(paddingName)) {
    throw new UserError(`${set}, which is the lab's own`, { hint: 'leave it out' });
  }
  // One byte per character everywhere: on the way into the guest, and where sizes are added up.
  if (!/^[\x20-\x7e]*$/.test(value)) {
    throw new UserError(`${set} to ${JSON.stringify(value)}`, { hint: 'use printable ASCII characters' });
  }
}

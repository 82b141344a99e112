/**
 * Wrong use that the user can correct. `message` names the wrong value, `hint` the remedy.
 * Caught only in cli.ts, which prints both on one line and exits with 2.
 */
export class UserError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.hint = options.hint;
  }
}

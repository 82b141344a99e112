/** One side of a comparison: a run, or one arm of it. */
export interface Operand {
  readonly run: string;
  readonly arm: string | undefined;
}

/** `run` or `run#arm`; the last `#` divides, as a folder may hold one in its name. */
export function parseOperand(text: string): Operand {
  const at = text.lastIndexOf('#');
  return at === -1 ? { run: text, arm: undefined } : { run: text.slice(0, at), arm: text.slice(at + 1) };
}

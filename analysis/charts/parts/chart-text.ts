import { showControlsInLine } from '../../../results/text/show-controls.ts';

/**
 * Text of a result file as charts can have it. Names become text of XML and strings of Vega's expressions, which are on one line;
 * Vega-Lite puts titles there without escaping a backslash, which is drawn as a set minus. A name that every JavaScript object has a property
 * of, `constructor`, makes Vega look for a signal of that name and fail: a space that does not break tells it apart.
 */
export function chartText(text: string): string {
  return text in Object.prototype ? `${text}\u00a0` : showControlsInLine(text).replaceAll('\\', '\u2216');
}

/** A report, or part of one, with every text and key as charts can have it: names are whatever a result file says. */
export function inChartText<Value>(value: Value): Value {
  if (typeof value === 'string') return chartText(value) as Value & string;
  if (Array.isArray(value)) return value.map(inChartText) as Value & unknown[];
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [chartText(key), inChartText(part)]);
  return Object.fromEntries(parts) as Value & object;
}

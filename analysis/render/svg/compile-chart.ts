import type { Spec } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { ChartSpec } from '../../charts/chart.ts';

export interface CompiledChart {
  readonly vega: Spec;
  /** What Vega-Lite complained of: a mistake of ours. */
  readonly warnings: readonly string[];
}

/** Vega-Lite → Vega. Throws where the specification is none. */
export function compileChart(spec: ChartSpec): CompiledChart {
  const warnings: string[] = [];
  const warn = (...parts: readonly unknown[]) => {
    warnings.push(parts.join(' '));
    return logger;
  };
  const quiet = () => logger;
  const logger = { level: () => logger, error: warn, warn, info: quiet, debug: quiet };
  // The border between our plain values and Vega-Lite's types; every specification is compiled in tests.
  const { spec: compiled } = compile(spec as unknown as TopLevelSpec, { logger: logger as never });
  // The ground is the theme's: Vega-Lite would have made it white everywhere.
  const { background: _, ...vega } = compiled;
  return { vega, warnings };
}

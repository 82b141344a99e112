export interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'info' | 'stateset';
  readonly help: string;
}

export interface Sample {
  readonly suffix: '' | '_info';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Units that the name of a family may end in; others have no UNIT line. */
const units: readonly string[] = ['seconds', 'bytes', 'ratio'];

/** Metadata and samples of one family, as lines that end in a newline. Families must not be interleaved. */
export function renderFamily({ name, type, help }: Family, samples: readonly Sample[]): readonly string[] {
  const unit = units.find((one) => name.endsWith(`_${one}`));
  return [
    `# TYPE ${name} ${type}\n`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}\n`]),
    `# HELP ${name} ${escapeValue(help)}\n`,
    ...samples.map(({ suffix, labels, value }) => `${name}${suffix}{${renderLabels(labels)}} ${value}\n`),
  ];
}

function renderLabels(labels: Sample['labels']): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeValue(value)}"`)
    .join(',');
}

function escapeValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

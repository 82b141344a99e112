import type { SettingRow } from '../../results/schema/report.ts';
import { unreachable } from '../../results/schema/unreachable.ts';

/**
 * The settings that are not the kernel's defaults, each in words: `transparent huge pages never (default: always)`. Without `section`
 * those of all sections, each once.
 */
export function otherThanDefault(rows: readonly SettingRow[], section?: number): readonly string[] {
  const changed = rows.filter((row) => !row.isDefault && (section === undefined || row.section === section));
  return [...new Set(changed.map(settingText))];
}

function settingText({ name, values, kernelDefault }: SettingRow): string {
  const word = (value: string) => (name === 'numa_balancing' ? onOrOff(value) : value);
  return `${nameText(name)} ${values.map(word).join(' and ')} (default: ${word(kernelDefault)})`;
}

function nameText(name: SettingRow['name']): string {
  switch (name) {
    case 'transparent_hugepage':
      return 'transparent huge pages';
    case 'numa_balancing':
      return 'automatic NUMA balancing';
    case 'randomize_va_space':
      return 'address randomisation';
    default:
      return unreachable(name);
  }
}

function onOrOff(value: string): string {
  if (value === '0') return 'off';
  return value === '1' ? 'on' : value;
}

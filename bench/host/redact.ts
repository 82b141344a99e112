import type { Identity } from './host-sources.ts';

/** Names that half the machines of the world have: they tell nothing, and occur inside ordinary words of versions. */
const common = new Set(['root', 'localhost', 'debian', 'ubuntu', 'linux', 'admin', 'user', 'node', 'vm']);

const anyHome = /\/(?:home|Users)\/[^/\s:;,'"]+/g;

/**
 * The text without the home folder, host name, user name or machine id. For free text only (versions, compiler
 * flags, paths): a word from a fixed vocabulary, such as `kvm`, must not be hit by a host of that name.
 */
export function redactText(text: string, identity: Identity): string {
  let clean = text;
  if (identity.homeDirectory.length > 1) {
    clean = clean.replaceAll(new RegExp(`${literal(identity.homeDirectory)}(?![\\w.-])`, 'g'), '~');
  }
  clean = clean.replaceAll(anyHome, '~');
  for (const name of identity.names) {
    if (!isTelling(name)) continue;
    clean = clean.replaceAll(new RegExp(`(?<![A-Za-z0-9])${literal(name)}(?![A-Za-z0-9])`, 'g'), '<removed>');
  }
  return clean;
}

/** Whether a host or user name tells anything about its machine. In fresh containers /etc/machine-id is empty. */
export function isTelling(name: string): boolean {
  return name !== '' && !common.has(name.toLowerCase());
}

/** A copy of a JSON-like value with every text redacted; keys stay. */
export function redact<T>(value: T, identity: Identity): T;
export function redact(value: unknown, identity: Identity): unknown {
  if (typeof value === 'string') return redactText(value, identity);
  if (Array.isArray(value)) return value.map((item) => redact(item, identity));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, identity)]));
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}

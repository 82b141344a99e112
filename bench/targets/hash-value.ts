import { createHash } from 'node:crypto';

/** Names a build in the cache: 32 hexadecimal digits of the SHA-256 of a value's JSON. */
export function hashValue(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

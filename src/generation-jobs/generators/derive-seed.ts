import { createHash } from 'node:crypto';

/** A seed of 48 bits that follows from these texts: safe as a JSON number, and the same on every attempt. */
export function deriveSeed(...texts: readonly string[]): number {
  return createHash('sha256').update(JSON.stringify(texts)).digest().readUIntBE(0, 6);
}

import { v5 as uuidV5 } from 'uuid';
import type { Reading } from '../common/http/field.decorator.js';

/** Namespace of tag ids: the DNS namespace of RFC 9562, which existing hierarchy data rests on. */
const tagNamespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const longestName = 100;

/** `Oil Painting` → `oil_painting`. */
export function toSlug(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/g, '_');
}

/** Id of the tag with this slug: UUIDv5 (RFC 9562), so that the same tag has the same id everywhere. */
export function tagIdOf(slug: string): string {
  return uuidV5(slug, tagNamespace);
}

/** Reads one tag of a list: trimmed, 1 to 100 characters, no control characters; a blank one is dropped. */
export function readTagName(raw: string, field: string): Reading<string | undefined> {
  const name = raw.trim();
  if (name === '') return { value: undefined };
  if ([...name].length > longestName)
    return { problem: `${field} must have at most ${longestName} characters each` };
  return /\p{Cc}/u.test(name) ? { problem: `${field} must not contain control characters` } : { value: name };
}

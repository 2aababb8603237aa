import type { ByteRange } from '../storage/file-storage.js';

/**
 * Reads a `Range` header (RFC 9110 §14.2) against the size of a file. Several ranges, other units and what is malformed
 * may be ignored, so they count as no range at all: undefined, which means the whole file.
 */
export function readByteRange(header: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=[\t ]*(\d*)-(\d*)[\t ]*$/i.exec(header) ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  const end = size - 1;
  if (first === '') {
    const suffix = Number(last);
    return suffix === 0 ? 'unsatisfiable' : { start: Math.max(0, size - suffix), end };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start > end) return 'unsatisfiable';
  return { start, end: last === '' ? end : Math.min(Number(last), end) };
}

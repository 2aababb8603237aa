const isoDate = /^\d{4}-\d{2}-\d{2}/; // Date.parse alone would take «film 1» for a date

/** Seconds since 1970 stay below it until the year 5138; milliseconds are above it since March 1973. */
const leastMilliseconds = 1e11;

/** Seconds since 1970 are above it since March 1973; no rating is. */
const leastSeconds = 1e8;

export function fieldsOf(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
}

/** NaN for what is none. */
export function toNumber(field: string): number {
  return field === '' ? NaN : Number(field);
}

/** In milliseconds, of seconds, milliseconds, or a date as ISO 8601 writes it; NaN for what is none. */
export function toTime(field: string): number {
  const value = toNumber(field);
  if (Number.isNaN(value)) return isoDate.test(field) ? Date.parse(field) : NaN;
  return Math.abs(value) < leastMilliseconds ? value * 1000 : value;
}

/** Whether a field can be nothing else than a time. */
export function looksLikeTime(field: string): boolean {
  return isoDate.test(field) || toNumber(field) >= leastSeconds;
}

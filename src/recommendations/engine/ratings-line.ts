const isoDate = /^\d{4}-\d{2}-\d{2}/; // Date.parse alone would take «film 1» for a date

/** One line of a ratings file, its fields told apart. */
export interface RatingsLine {
  readonly user: string;
  readonly item: string;
  readonly rating?: number;
  readonly timeMs?: number;
}

/** Where things are in the lines of a file. */
export interface RatingsLayout {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly fieldCount: number;
  readonly ratingField?: number;
  readonly timeField?: number;
}

const delimiters = ['::', '\t', ';', ','];
const mostFields = 4;

/** Seconds since 1970 stay below it until the year 5138; milliseconds are above it since March 1973. */
const leastMilliseconds = 1e11;

/**
 * Reads the layout off the first line: a header has `user` in its first field, or no number where a number belongs. Of
 * three fields, the third is a rating unless the header calls it a time or a date.
 */
export function layoutOf(firstLine: string): RatingsLayout {
  const delimiter = delimiters.find((candidate) => firstLine.includes(candidate));
  if (delimiter === undefined) throw new Error('expected user and item, separated by a comma, tab, ; or ::');
  const fields = fieldsOf(firstLine, delimiter);
  if (fields.length > mostFields)
    throw new Error(`expected user, item, rating and time, not ${fields.length} fields`);
  const isHeader =
    /^user[ _-]?(id)?$/i.test(fields[0] as string) ||
    fields.slice(2).some((field) => Number.isNaN(toTime(field)));
  const isTimeThird = fields.length === 3 && isHeader && /time|date/i.test(fields[2] as string);
  const layout = { delimiter, hasHeader: isHeader, fieldCount: fields.length };
  if (fields.length === 2) return layout;
  if (isTimeThird) return { ...layout, timeField: 2 };
  return fields.length === 3 ? { ...layout, ratingField: 2 } : { ...layout, ratingField: 2, timeField: 3 };
}

export function parseLine(line: string, layout: RatingsLayout): RatingsLine {
  const fields = fieldsOf(line, layout.delimiter);
  if (fields.length !== layout.fieldCount) {
    throw new Error(`expected ${layout.fieldCount} fields as in the first line, not ${fields.length}`);
  }
  const [user, item] = fields as [string, string];
  if (user === '') throw new Error('the user is missing');
  if (item === '') throw new Error('the item is missing');
  const { ratingField, timeField } = layout;
  return {
    user,
    item,
    ...(ratingField !== undefined && { rating: numberIn(fields[ratingField] as string, 'rating', toNumber) }),
    ...(timeField !== undefined && { timeMs: numberIn(fields[timeField] as string, 'time', toTime) }),
  };
}

function fieldsOf(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
}

function numberIn(field: string, name: string, read: (field: string) => number): number {
  const value = read(field);
  if (Number.isFinite(value)) return value;
  throw new Error(`«${field}» is no ${name}`);
}

function toNumber(field: string): number {
  return field === '' ? NaN : Number(field);
}

/** Seconds, milliseconds, or a date as ISO 8601 writes it. */
function toTime(field: string): number {
  const value = toNumber(field);
  if (Number.isNaN(value)) return isoDate.test(field) ? Date.parse(field) : NaN;
  return Math.abs(value) < leastMilliseconds ? value * 1000 : value;
}

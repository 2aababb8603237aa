import { fieldsOf, toNumber, toTime } from './ratings-fields.js';
import type { RatingsLayout } from './ratings-layout.js';

/** What a line of a ratings file says; whoever rated an item met it, however it was rated. */
export interface RatingsLine {
  readonly user: string;
  readonly item: string;
  readonly timeMs?: number;
}

/** @throws Error when the line has not the fields of the layout; a rating, too, has to be a number. */
export function parseLine(line: string, { delimiter, fieldCount, places }: RatingsLayout): RatingsLine {
  const fields = fieldsOf(line, delimiter);
  if (fields.length !== fieldCount) {
    throw new Error(`expected ${fieldCount} fields as in the first line, not ${fields.length}`);
  }
  const at = (place: number): string => fields[place] as string;
  const [user, item] = [at(places.user), at(places.item)];
  if (user === '') throw new Error('the user is missing');
  if (item === '') throw new Error('the item is missing');
  if (places.rating !== undefined) numberIn(at(places.rating), 'rating', toNumber);
  if (places.time === undefined) return { user, item };
  return { user, item, timeMs: numberIn(at(places.time), 'time', toTime) };
}

function numberIn(field: string, name: string, read: (field: string) => number): number {
  const value = read(field);
  if (Number.isFinite(value)) return value;
  throw new Error(`«${field}» is no ${name}`);
}

import { fieldsOf, looksLikeTime, toTime } from './ratings-fields.js';

type FieldKind = 'user' | 'item' | 'rating' | 'time';

/** The place, from 0, of each kind of field there is. */
export type FieldPlaces = Readonly<Record<'user' | 'item', number> & Partial<Record<FieldKind, number>>>;

/** Where things are in the lines of a file. */
export interface RatingsLayout {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly fieldCount: number;
  readonly places: FieldPlaces;
}

const delimiters = ['::', '\t', ';', ','];
const mostFields = 4;

/** What headers call the fields, in lower case, without what is no letter; the first that fits. */
const names: readonly [FieldKind, RegExp][] = [
  ['time', /time|date|epoch|unix|^ts$|^when$/],
  ['rating', /rating|score|^stars?$|grade|preference|^value$|weight|count|^plays?$/],
  [
    'user',
    /^(u|user|customer|client|member|visitor|person|account|reviewer|viewer|reader|listener)(id|name|key)?$/,
  ],
  [
    'item',
    /^(i|item|movie|film|video|product|article|content|book|song|track|artist|game|isbn|asin|sku)(id|name|title|key)?$/,
  ],
];

/**
 * Reads the layout off the first line. A header has no number in it, and either names the user or has more fields than
 * user and item; it says which field is which. Without one the order is user, item, rating, time, where a third field
 * that can only be a time is one.
 * @throws Error when a field might be anything.
 */
export function layoutOf(firstLine: string): RatingsLayout {
  const delimiter = delimiters.find((candidate) => firstLine.includes(candidate));
  if (delimiter === undefined) throw new Error('expected user and item, separated by a comma, tab, ; or ::');
  const fields = fieldsOf(firstLine, delimiter);
  if (fields.length > mostFields)
    throw new Error(`expected user, item, rating and time, not ${fields.length} fields`);
  const kinds = fields.map(kindOf);
  const hasHeader =
    fields.every((field) => Number.isNaN(toTime(field))) &&
    (kinds.includes('user') || (fields.length > 2 && !fields.includes('')));
  const places = hasHeader ? placesByName(fields, kinds) : placesByOrder(fields);
  return { delimiter, hasHeader, fieldCount: fields.length, places };
}

function kindOf(name: string): FieldKind | undefined {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '');
  return names.find(([, pattern]) => pattern.test(letters))?.[0];
}

/** A user or an item under a name that is not known is what is left over when the others are placed. */
function placesByName(fields: readonly string[], kinds: readonly (FieldKind | undefined)[]): FieldPlaces {
  const placed = new Map<FieldKind, number>();
  const leftOver: number[] = [];
  kinds.forEach((kind, place) => {
    if (kind === undefined || placed.has(kind)) leftOver.push(place);
    else placed.set(kind, place);
  });
  for (const kind of ['user', 'item'] as const) {
    if (placed.has(kind)) continue;
    const place = leftOver.shift();
    if (place === undefined) throw new Error(`the header names no ${kind}`);
    placed.set(kind, place);
  }
  const [unclear] = leftOver;
  if (unclear !== undefined)
    throw new Error(
      `the header calls a field «${fields[unclear]}»: expected user, item, rating or timestamp`,
    );
  return Object.fromEntries(placed) as FieldPlaces;
}

function placesByOrder(fields: readonly string[]): FieldPlaces {
  const [, , third, fourth] = fields;
  const places = { user: 0, item: 1 };
  if (third === undefined) return places;
  const isTimeThird = looksLikeTime(third);
  if (fourth === undefined) return { ...places, [isTimeThird ? 'time' : 'rating']: 2 };
  return isTimeThird && !looksLikeTime(fourth)
    ? { ...places, time: 2, rating: 3 }
    : { ...places, rating: 2, time: 3 };
}

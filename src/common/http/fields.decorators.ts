import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Field, type FieldOptions, type Reading } from './field.decorator.js';
import { toList } from './query-array.js';
import { findMalformed } from './well-formed.js';

interface NumericBounds {
  min?: number;
  max?: number;
  /** The contract's own words for a value below `min` or above `max`. */
  tooSmall?: string;
  tooLarge?: string;
  multipleOf?: number;
}

function readNumber(noun: string, isOne: (value: number) => boolean, bounds: NumericBounds) {
  return (raw: unknown, name: string): Reading<number> => {
    const value =
      typeof raw === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(raw) ? Number(raw) : raw;
    if (typeof value !== 'number' || !Number.isFinite(value) || !isOne(value)) {
      return { problem: `${name} must be ${noun}` };
    }
    if (bounds.min !== undefined && value < bounds.min) {
      return { problem: bounds.tooSmall ?? `${name} must be at least ${bounds.min}` };
    }
    if (bounds.max !== undefined && value > bounds.max) {
      return { problem: bounds.tooLarge ?? `${name} must be at most ${bounds.max}` };
    }
    if (bounds.multipleOf !== undefined && !Number.isInteger(value / bounds.multipleOf)) {
      return { problem: `${name} must be a multiple of ${bounds.multipleOf}` };
    }
    return { value };
  };
}

function boundsSchema({ min, max, multipleOf }: NumericBounds): ApiPropertyOptions {
  return {
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(multipleOf !== undefined && { multipleOf }),
  };
}

export function IntField(options: FieldOptions<number> & NumericBounds): PropertyDecorator {
  const read = readNumber('a whole number', Number.isSafeInteger, options);
  return Field(read, { type: 'integer', ...boundsSchema(options) }, options);
}

export function NumberField(options: FieldOptions<number> & NumericBounds): PropertyDecorator {
  return Field(
    readNumber('a number', () => true, options),
    { type: 'number', ...boundsSchema(options) },
    options,
  );
}

const booleans = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ...['true', '1', 'yes', 'on'].map((word): [string, boolean] => [word, true]),
  ...['false', '0', 'no', 'off'].map((word): [string, boolean] => [word, false]),
]);

/** What a caller means by it; undefined when it is neither true nor false in any spelling. */
export function toBoolean(raw: unknown): boolean | undefined {
  return booleans.get(typeof raw === 'string' ? raw.toLowerCase() : raw);
}

export function BoolField(options: FieldOptions<boolean>): PropertyDecorator {
  const read = (raw: unknown, name: string): Reading<boolean> => {
    const value = toBoolean(raw);
    return value === undefined ? { problem: `${name} must be true or false` } : { value };
  };
  return Field(read, { type: 'boolean' }, options);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuidPattern.test(value);
}

export function UuidField(options: FieldOptions<string>): PropertyDecorator {
  const read = (raw: unknown, name: string): Reading<string> =>
    isUuid(raw) ? { value: raw.toLowerCase() } : { problem: `${name} must be a UUID` };
  return Field(read, { type: 'string', format: 'uuid' }, options);
}

interface TextRules {
  minLength?: number;
  maxLength?: number;
  /** Surrounding white space is dropped before anything else is checked. */
  trim?: boolean;
  pattern?: { matches: RegExp; says: string };
  /** An empty or blank text counts as absent: free-text filters of lists. */
  blankIsAbsent?: boolean;
  format?: string;
}

function readText(rules: TextRules) {
  return (raw: unknown, name: string): Reading<string | undefined> => {
    if (typeof raw !== 'string') return { problem: `${name} must be a text` };
    const value = rules.trim ? raw.trim() : raw;
    if (rules.blankIsAbsent && value.trim() === '') return { value: undefined };
    const length = [...value].length;
    if (rules.minLength && value.trim() === '') return { problem: `${name} must not be blank` };
    if (length < (rules.minLength ?? 0))
      return { problem: `${name} must have at least ${rules.minLength} characters` };
    if (length > (rules.maxLength ?? Infinity)) {
      return { problem: `${name} must have at most ${rules.maxLength} characters` };
    }
    return rules.pattern && !rules.pattern.matches.test(value)
      ? { problem: `${name} ${rules.pattern.says}` }
      : { value };
  };
}

export function TextField(options: FieldOptions<string> & TextRules): PropertyDecorator {
  const { minLength, maxLength, format, pattern } = options;
  const api: ApiPropertyOptions = {
    type: 'string',
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(format !== undefined && { format }),
    // A format says the same in fewer words.
    ...(pattern !== undefined && format === undefined && { pattern: pattern.matches.source }),
  };
  return Field(readText(options), api, options as FieldOptions<string | undefined>);
}

interface EnumRules<T extends string> {
  values: readonly T[];
  /** Name of the schema in the OpenAPI document. */
  name: string;
  /** Other spellings, in lower case, and what they mean. */
  synonyms?: Readonly<Record<string, T>>;
  ignoreCase?: boolean;
  /** What any other text counts as; refused unless given. */
  otherwise?: T;
  /** Overrides the standard message, for the texts clients look for. */
  says?: (raw: string) => string;
}

export function EnumField<T extends string>(options: FieldOptions<T> & EnumRules<T>): PropertyDecorator {
  const synonyms = new Map<unknown, T>(Object.entries(options.synonyms ?? {}));
  const read = (raw: unknown, name: string): Reading<T> => {
    const text = options.ignoreCase && typeof raw === 'string' ? raw.toLowerCase() : raw;
    const value = options.values.find((one) => one === text) ?? synonyms.get(text) ?? options.otherwise;
    if (value !== undefined) return { value };
    return { problem: options.says?.(String(raw)) ?? `${name} must be one of ${options.values.join(', ')}` };
  };
  // A named schema is a reference, beside which a default would be ignored.
  const schema = {
    enum: [...options.values],
    ...(options.default === undefined && { enumName: options.name }),
  };
  return Field(read, schema as ApiPropertyOptions, options);
}

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function JsonObjectField(options: FieldOptions<JsonObject>): PropertyDecorator {
  const read = (raw: unknown, name: string): Reading<JsonObject> =>
    isJsonObject(raw) ? { value: raw } : { problem: `${name} must be an object` };
  return Field(read, { type: 'object', additionalProperties: true }, options);
}

/** A JSON object written as a text, as query parameters carry it. */
export function JsonTextField(options: FieldOptions<JsonObject>): PropertyDecorator {
  const read = (raw: unknown, name: string): Reading<JsonObject> => {
    try {
      const value: unknown = JSON.parse(String(raw));
      if (isJsonObject(value) && !findMalformed(value, name)) return { value };
    } catch {
      // falls through to the one message: not JSON and not an object are the same mistake to the caller
    }
    return { problem: `${name} must be a JSON object` };
  };
  return Field(read, { type: 'string', format: 'json' }, options);
}

interface TextListRules {
  maxItems?: number;
  maxLength?: number;
  /** Reads and normalises one item; items it answers undefined for are dropped. */
  item?: (raw: string, name: string) => Reading<string | undefined>;
  /** The only items accepted; `item`, where given, sees to that itself. */
  itemEnum?: readonly string[];
  /** What the documentation calls the format of an item; `item` sees to that. */
  itemFormat?: string;
  /** Query parameters also come as one value or as `name[]`. */
  query?: boolean;
  /** A text may also hold several items, with commas between them. */
  commaSeparated?: boolean;
}

function splitAtCommas(raw: unknown): unknown {
  const split = (item: unknown): unknown => (typeof item === 'string' ? item.split(',') : item);
  return Array.isArray(raw) ? raw.flatMap(split) : raw;
}

/** A list of texts; order kept, repetitions dropped. */
export function TextListField(options: FieldOptions<string[]> & TextListRules): PropertyDecorator {
  const readItem =
    options.item ?? readText(options.maxLength === undefined ? {} : { maxLength: options.maxLength });
  const read = (raw: unknown, name: string): Reading<string[]> => {
    const listed = options.query ? toList(raw) : raw;
    const items = options.commaSeparated ? splitAtCommas(listed) : listed;
    if (!Array.isArray(items)) return { problem: `${name} must be a list` };
    const values = new Set<string>();
    for (const item of items) {
      if (typeof item !== 'string') return { problem: `${name} must be a list of texts` };
      const reading = readItem(item, name);
      if ('problem' in reading) return reading;
      if (reading.value === undefined) continue;
      if (!options.item && options.itemEnum?.includes(reading.value) === false) {
        return { problem: `${name} must be among ${options.itemEnum.join(', ')}` };
      }
      values.add(reading.value);
    }
    return options.maxItems !== undefined && values.size > options.maxItems
      ? { problem: `${name} must have at most ${options.maxItems} items` }
      : { value: [...values] };
  };
  const items = {
    type: 'string',
    ...(options.itemEnum && { enum: [...options.itemEnum] }),
    ...(options.itemFormat !== undefined && { format: options.itemFormat }),
  };
  const api = {
    type: 'array',
    items,
    ...(options.maxItems && { maxItems: options.maxItems }),
  } as ApiPropertyOptions;
  return Field(read, api, options);
}

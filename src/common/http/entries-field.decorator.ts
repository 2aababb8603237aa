import type { Type } from '@nestjs/common';
import { Field, type FieldOptions, type Reading } from './field.decorator.js';
import { isJsonObject } from './fields.decorators.js';
import { readInput } from './read-input.js';

interface EntriesRules {
  minItems: number;
  maxItems: number;
}

function readEntry<T extends object>(Entry: Type<T>, raw: unknown, place: string): Reading<T> {
  if (!isJsonObject(raw)) return { problem: `${place} must be an object`, field: place };
  const reading = readInput(Entry, raw);
  if (!('problems' in reading)) return reading;
  const [{ field, message }] = reading.problems;
  return { problem: `${place}: ${message}`, field: `${place}.${field}` };
}

/** A list of objects of one DTO class; the first that is wrong is named by its index. */
export function EntriesField<T extends object>(
  Entry: Type<T>,
  options: FieldOptions<T[]> & EntriesRules,
): PropertyDecorator {
  const { minItems, maxItems } = options;
  const read = (raw: unknown, name: string): Reading<T[]> => {
    if (!Array.isArray(raw)) return { problem: `${name} must be a list` };
    if (raw.length < minItems || raw.length > maxItems)
      return { problem: `${name} must have ${minItems} to ${maxItems} entries` };
    const entries: T[] = [];
    for (const [index, item] of raw.entries()) {
      const reading = readEntry(Entry, item, `${name}[${index}]`);
      if ('problem' in reading) return reading;
      entries.push(reading.value);
    }
    return { value: entries };
  };
  return Field(read, { type: [Entry], minItems, maxItems }, options);
}

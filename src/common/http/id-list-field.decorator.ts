import { Field, type FieldOptions, type Reading } from './field.decorator.js';

/** As in single numbers, digits in quotes will do. */
function toId(raw: unknown): number {
  const id = typeof raw === 'string' && /^\d+$/.test(raw) ? Number(raw) : raw;
  return Number.isSafeInteger(id) && (id as number) >= 1 ? (id as number) : NaN;
}

/** A list of at least one integer id; order kept, repetitions dropped. */
export function IdListField(options: FieldOptions<number[]> & { maxItems: number }): PropertyDecorator {
  const { maxItems } = options;
  const read = (raw: unknown, name: string): Reading<number[]> => {
    const ids = Array.isArray(raw) ? raw.map(toId) : [NaN];
    if (ids.includes(NaN)) return { problem: `${name} must be a list of ids` };
    if (ids.length === 0 || ids.length > maxItems)
      return { problem: `${name} must have 1 to ${maxItems} ids` };
    return { value: [...new Set(ids)] };
  };
  return Field(
    read,
    { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems },
    options,
  );
}

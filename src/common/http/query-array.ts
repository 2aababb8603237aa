/**
 * Brings the shapes a repeated query parameter arrives in to one: `x=a` is a text, `x=a&x=b` an array, `x=` an
 * empty text. The explicit empty value stays visible as an empty list.
 */
export function toList(raw: unknown): unknown[] {
  const values: unknown[] = Array.isArray(raw) ? raw : [raw];
  return values.filter((value) => value !== '');
}

/** The simple query parser keeps `ids[]=1` under the literal key `ids[]`; clients mean `ids`. */
export function foldBracketKeys(query: Record<string, unknown>): Record<string, unknown> {
  const bracketed = Object.keys(query).filter((key) => key.endsWith('[]'));
  if (bracketed.length === 0) return query;
  // Without a prototype, so that `__proto__[]` is a key like any other.
  const folded = Object.assign(Object.create(null) as Record<string, unknown>, query);
  for (const key of bracketed) {
    const name = key.slice(0, -2);
    const values: unknown[] = [query[name] ?? [], query[key]].flat();
    folded[name] = values;
    Reflect.deleteProperty(folded, key);
  }
  return folded;
}

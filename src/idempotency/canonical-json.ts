/** Members in the order of their names, so that two texts of one value become one text. */
function ordered(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  // Without a prototype, so that every name is a member like any other.
  return Object.assign(Object.create(null) as object, Object.fromEntries(members));
}

/** The one text of a JSON value, however its sender ordered and spaced it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, ordered);
}

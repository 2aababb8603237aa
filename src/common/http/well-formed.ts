/** Deepest nesting of a body: PostgreSQL, JSON.stringify and every reader stay far from their stack limits. */
const maxDepth = 32;

function problemOfText(value: string): string | undefined {
  if (value.includes('\0')) return 'must not contain NUL characters';
  return value.isWellFormed() ? undefined : 'must be well-formed Unicode';
}

/**
 * Looks through a parsed JSON value for what PostgreSQL cannot store or a recursive reader cannot walk: NUL,
 * lone surrogates, extreme nesting, `__proto__` keys. Iterative, because the input may be hostile.
 * @returns the first offending place and what is wrong with it
 */
export function findMalformed(root: unknown, name: string): { field: string; message: string } | undefined {
  const pending: { value: unknown; field: string; depth: number }[] = [
    { value: root, field: name, depth: 0 },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, field, depth } = next;
    if (typeof value === 'string') {
      const message = problemOfText(value);
      if (message) return { field, message };
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      return { field, message: 'is a number too large to store' };
    } else if (value !== null && typeof value === 'object') {
      if (depth >= maxDepth) return { field, message: `must not be nested deeper than ${maxDepth} levels` };
      for (const [key, member] of Object.entries(value)) {
        if (key === '__proto__' || problemOfText(key))
          return { field, message: 'has a key that cannot be stored' };
        const place = Array.isArray(value) ? `${field}[${key}]` : depth === 0 ? key : `${field}.${key}`;
        pending.push({ value: member, field: place, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

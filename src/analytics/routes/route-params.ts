/** Query parameters: one value as it is, several as a list. */
export type RouteParams = Readonly<Record<string, string | readonly string[]>>;

type ParsedQuery = Readonly<Record<string, unknown>>;

// Node refuses URLs above 16 KiB; within that, no single parameter may make rows of that size.
const maxParams = 50;
const maxTextLength = 200;

const secretName =
  /(?:api[-_]?key|token|password|passwd|secret|authorization|signature|credentials?)(?:\[\w*\])?$/i;
const redacted = '[redacted]';

/** Cut to size, not through the middle of a character, and free of NUL: PostgreSQL stores neither. */
function storable(text: unknown): string {
  const short = String(text).slice(0, maxTextLength).toWellFormed();
  return short.includes('\0') ? short.replaceAll('\0', '\uFFFD') : short;
}

/** What is kept of a parsed query string; undefined when there are no parameters. */
export function captureParams(query: ParsedQuery): RouteParams | undefined {
  const names = Object.keys(query);
  if (names.length === 0) return undefined;
  const kept = names.slice(0, maxParams).map((name): [string, string | string[]] => {
    const value = query[name];
    if (secretName.test(name)) return [storable(name), redacted];
    return [storable(name), Array.isArray(value) ? value.slice(0, maxParams).map(storable) : storable(value)];
  });
  return Object.fromEntries(kept);
}

/**
 * The parameters that tell requests apart for caching: without those that only page through one result, and with
 * lists in one order.
 */
export function normalizeParams(params: RouteParams, variable: ReadonlySet<string>): RouteParams {
  const kept = Object.entries(params).filter(([name]) => !variable.has(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, typeof value === 'string' ? value : [...value].sort()]),
  );
}

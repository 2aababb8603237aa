/** What a row may hold. An array becomes a PostgreSQL array, any other object jsonb; a jsonb array travels as its text. */
export type CopyValue =
  string | number | boolean | Date | null | readonly number[] | Readonly<Record<string, unknown>>;

const special = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeText(text: string): string {
  return text.replace(special, (character) => escapes[character] as string);
}

function isNumbers(value: CopyValue): value is readonly number[] {
  return Array.isArray(value);
}

/** One value in the text format of COPY. */
export function toCopyText(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  if (isNumbers(value)) return `{${value.join(',')}}`;
  return escapeText(JSON.stringify(value));
}

/** One row in the text format of COPY, its line end included. */
export function toCopyLine(row: readonly CopyValue[]): string {
  return `${row.map(toCopyText).join('\t')}\n`;
}

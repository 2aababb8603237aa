/** Text from elsewhere as PostgreSQL takes it: without NUL, and with lone halves of surrogate pairs replaced. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** One column of a table: what its cells show of a row. */
export interface TextColumn<Row> {
  readonly header: string;
  readonly alignRight?: boolean;
  cell(row: Row, index: number): string;
}

/** Escape sequences and direction marks in recorded requests must not reach the terminal that shows them. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** At most `width` characters; what was cut ends in dots. */
export function cutText(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, width - 3).join('')}...`;
}

function lengthOf(text = ''): number {
  return Array.from(text).length;
}

function pad(text: string, width: number, alignRight = false): string {
  const gap = ' '.repeat(width - lengthOf(text));
  return alignRight ? gap + text : text + gap;
}

/** A grid with a double line below the headers, every column as wide as its widest cell. */
export function textTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row, index) => columns.map((column) => printable(column.cell(row, index))));
  const widths = columns.map(({ header }, i) =>
    Math.max(lengthOf(header), ...cells.map((line) => lengthOf(line[i]))),
  );
  const rule = (stroke: string): string => `+${widths.map((width) => stroke.repeat(width + 2)).join('+')}+`;
  const line = (texts: readonly string[], isHeader = false): string => {
    const padded = texts.map((text, i) =>
      pad(text, widths[i] as number, !isHeader && columns[i]?.alignRight),
    );
    return `| ${padded.join(' | ')} |`;
  };
  const headers = line(
    columns.map(({ header }) => header),
    true,
  );
  return [rule('-'), headers, rule('='), ...cells.map((texts) => line(texts)), rule('-')].join('\n');
}

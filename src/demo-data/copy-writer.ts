import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type CopyValue, toCopyLine } from '../database/copy-text.js';

/** Large enough that PostgreSQL, not the messages, takes the time; small enough to draw progress by. */
const chunkLength = 64 * 1024;

export interface CopyTarget {
  readonly table: string;
  readonly columns: readonly string[];
}

function* toChunks(rows: Iterable<readonly CopyValue[]>, onRows: (count: number) => void): Generator<Buffer> {
  let text = '';
  let count = 0;
  for (const row of rows) {
    text += toCopyLine(row);
    count++;
    if (text.length < chunkLength) continue;
    yield Buffer.from(text);
    onRows(count);
    text = '';
    count = 0;
  }
  if (text !== '') yield Buffer.from(text);
  onRows(count);
}

/**
 * Copies rows into a table while they are drawn: the socket's back-pressure stops the drawing, so that only some
 * chunks are ever in memory. Triggers and constraints hold as for any insert.
 */
export async function copyRows(
  client: ClientBase,
  target: CopyTarget,
  rows: Iterable<readonly CopyValue[]>,
  onRows: (count: number) => void,
): Promise<void> {
  const columns = target.columns.map((column) => `"${column}"`).join(', ');
  const statement = copyFrom(`COPY ${target.table} (${columns}) FROM STDIN`);
  await pipeline(Readable.from(toChunks(rows, onRows)), client.query(statement));
}

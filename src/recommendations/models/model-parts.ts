/**
 * A model's arrays in PostgreSQL: the bytes as they lie in memory (little-endian, as on every platform Node is built
 * for but one), cut into parts that are small enough to be converted without holding up the event loop.
 */
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';

const partBytes = 256 * 1024;

const arrayTypes = { Int32Array, Float32Array } as const;
export type StoredArray = Int32Array | Float32Array;
type ArrayType = keyof typeof arrayTypes;

/** What has to be known of an array to read it back. */
export interface ArrayShape {
  readonly name: string;
  readonly type: ArrayType;
  readonly length: number;
}

/** Parts of a model are missing or too long. */
export class BrokenModelError extends Error {
  override readonly name = 'BrokenModelError';
}

export function shapeOf(name: string, array: StoredArray): ArrayShape {
  return { name, type: array[Symbol.toStringTag], length: array.length };
}

function bytesOf(array: StoredArray): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** Stores one array of a model, part after part. */
export async function writeArray(
  executor: SqlExecutor,
  modelId: number,
  name: string,
  array: StoredArray,
): Promise<void> {
  const bytes = bytesOf(array);
  for (let part = 0; part * partBytes < bytes.length; part++) {
    const data = bytes.subarray(part * partBytes, (part + 1) * partBytes);
    await runSql(
      executor,
      sql`
        INSERT INTO recommender_model_parts (model_id, name, part, data)
        VALUES (${modelId}, ${name}, ${part}, ${data})`,
    );
  }
}

/**
 * Reads one array of a model, bit for bit as it was written.
 * @throws BrokenModelError when parts are missing or too long
 */
export async function readArray(
  executor: SqlExecutor,
  modelId: number,
  { name, type, length }: ArrayShape,
): Promise<StoredArray> {
  const array = new arrayTypes[type](length);
  const bytes = bytesOf(array);
  for (let part = 0, offset = 0; offset < bytes.length; part++) {
    const [row] = await runSql<{ data: Buffer }>(
      executor,
      sql`
        SELECT data FROM recommender_model_parts
        WHERE model_id = ${modelId} AND name = ${name} AND part = ${part}`,
    );
    if (!row || offset + row.data.length > bytes.length) {
      throw new BrokenModelError(`part ${part} of '${name}' is ${row ? 'too long' : 'missing'}`);
    }
    offset += row.data.copy(bytes, offset);
  }
  return array;
}

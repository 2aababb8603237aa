/** Rows of content_files, which decide alone what is served; all by its primary key or the key of a file. */
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { StoredFile, StoredOutput } from './stored-output.js';

export const originalVariant = 'original';

export interface FileRequest {
  readonly contentId: number;
  readonly position: number;
  /** The first of them there is counts. */
  readonly variants: readonly string[];
}

export interface ServedRow {
  readonly storageKey: string;
  readonly variant: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
}

/** Content, with the file asked for if it has that. */
export type ContentWithFile = { readonly isPrivate: boolean; readonly creatorId: string } & (
  ServedRow | { readonly storageKey: null }
);

/** Finds a file of content of either source; undefined when there is no such content. */
export async function findFile(
  executor: SqlExecutor,
  { contentId, position, variants }: FileRequest,
): Promise<ContentWithFile | undefined> {
  const [row] = await runSql<ContentWithFile>(
    executor,
    sql`
      SELECT
        c.is_private AS "isPrivate",
        c.creator_id AS "creatorId",
        f.storage_key AS "storageKey",
        f.variant,
        f.media_type AS "mediaType",
        f.size_bytes AS "sizeBytes",
        f.sha256
      FROM content_items c
      LEFT JOIN LATERAL (
        SELECT *
        FROM content_files
        WHERE content_id = c.id AND position = ${position}::int AND variant = ANY(${variants}::text[])
        ORDER BY array_position(${variants}::text[], variant::text)
        LIMIT 1
      ) f ON true
      WHERE c.id = ${contentId}`,
  );
  return row;
}

/** Makes the files of a batch those of content, in the order of the batch. */
export async function insertFiles(
  executor: SqlExecutor,
  contentId: number,
  outputs: readonly StoredOutput[],
): Promise<void> {
  const rows = outputs.flatMap((output, position) =>
    Object.entries<StoredFile>({ [originalVariant]: output, ...output.thumbnails }).map(
      ([variant, file]) => ({
        position,
        variant,
        storage_key: file.storageKey,
        media_type: file.mediaType,
        size_bytes: file.sizeBytes,
        sha256: file.sha256,
        width: file.width,
        height: file.height,
      }),
    ),
  );
  await runSql(
    executor,
    sql`
      INSERT INTO content_files (
        content_id, position, variant, storage_key, media_type, size_bytes, sha256, width, height
      )
      SELECT ${contentId}, position, variant, storage_key, media_type, size_bytes, decode(sha256, 'hex'), width, height
      FROM jsonb_to_recordset(${JSON.stringify(rows)}) AS file (
        position smallint, variant text, storage_key text, media_type text, size_bytes bigint, sha256 text,
        width integer, height integer
      )`,
  );
}

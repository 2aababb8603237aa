/** The keys of requests, each found by its primary key; what is expired is as good as gone and may be taken over. */
import sql, { type Sql } from 'sql-template-tag';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';

/** Which key: that of another operation or user is another one. */
export interface KeyName {
  readonly scope: string;
  readonly key: string;
}

export interface NewKey extends KeyName {
  readonly bodyHash: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface StoredKey {
  readonly bodyHash: Buffer;
  /** Null while there is none. */
  readonly responseBody: string | null;
  /** What the request created. */
  readonly resourceId: number;
  readonly createdAt: Date;
}

function isNamed({ scope, key }: KeyName): Sql {
  return sql`scope = ${scope} AND key = ${key}`;
}

/** False when the key is taken; waits for a transaction that is about to take it. */
export async function takeKey(executor: SqlExecutor, taken: NewKey): Promise<boolean> {
  const rows = await runSql(
    executor,
    sql`
      INSERT INTO idempotency_keys AS k (scope, key, body_hash, created_at, expires_at)
      VALUES (${taken.scope}, ${taken.key}, ${taken.bodyHash}, ${taken.createdAt}, ${taken.expiresAt})
      ON CONFLICT (scope, key) DO UPDATE
      SET body_hash = EXCLUDED.body_hash,
          created_at = EXCLUDED.created_at,
          expires_at = EXCLUDED.expires_at,
          response_status = NULL,
          response_body = NULL,
          resource_id = NULL
      WHERE k.expires_at <= EXCLUDED.created_at
      RETURNING key`,
  );
  return rows.length > 0;
}

export async function findKey(executor: SqlExecutor, name: KeyName): Promise<StoredKey | undefined> {
  const [row] = await runSql<StoredKey>(
    executor,
    sql`
      SELECT body_hash AS "bodyHash", response_body AS "responseBody", resource_id AS "resourceId",
        created_at AS "createdAt"
      FROM idempotency_keys
      WHERE ${isNamed(name)}`,
  );
  return row;
}

export async function nameResource(executor: SqlExecutor, name: KeyName, resourceId: number): Promise<void> {
  await runReturning(
    executor,
    sql`UPDATE idempotency_keys SET resource_id = ${resourceId} WHERE ${isNamed(name)}`,
  );
}

export async function storeAnswer(
  executor: SqlExecutor,
  name: KeyName,
  { resourceId, status, body }: { resourceId: number; status: number; body: string },
): Promise<void> {
  await runReturning(
    executor,
    sql`
      UPDATE idempotency_keys
      SET response_status = ${status}, response_body = ${body}
      WHERE ${isNamed(name)} AND resource_id = ${resourceId} AND response_status IS NULL`,
  );
}

export async function releaseKey(executor: SqlExecutor, name: KeyName, resourceId: number): Promise<void> {
  await runReturning(
    executor,
    sql`DELETE FROM idempotency_keys WHERE ${isNamed(name)} AND resource_id = ${resourceId}`,
  );
}

/** Makes the key of the request that created the resource look as if it had been taken then. */
export async function backdateKey(
  executor: SqlExecutor,
  name: KeyName,
  { resourceId, to }: { resourceId: number; to: Date },
): Promise<void> {
  await runReturning(
    executor,
    sql`
      UPDATE idempotency_keys
      SET created_at = ${to}
      WHERE ${isNamed(name)} AND resource_id = ${resourceId} AND response_status IS NULL`,
  );
}

/** At most so many; the index of expiry. Two at once take different ones. */
export async function deleteExpiredKeys(executor: SqlExecutor, now: Date, most: number): Promise<number> {
  const deleted = await runReturning(
    executor,
    sql`
      DELETE FROM idempotency_keys k
      USING (
        SELECT scope, key
        FROM idempotency_keys
        WHERE expires_at <= ${now}
        ORDER BY expires_at
        LIMIT ${most}
        FOR UPDATE SKIP LOCKED
      ) AS expired
      WHERE k.scope = expired.scope AND k.key = expired.key
      RETURNING k.key`,
  );
  return deleted.length;
}

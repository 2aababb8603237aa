import sql, { type Sql } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { runReturning, runSql, type SqlExecutor } from '../../database/run-sql.js';

/** The attempt that holds a job. */
export interface ClaimKey {
  readonly jobId: number;
  readonly token: string;
}

function isHeld({ jobId, token }: ClaimKey): Sql {
  return sql`id = ${jobId} AND status = 'running' AND attempt_token = ${token}`;
}

/** A sign of life; false when the claim is lost. */
export async function renewClaim(
  executor: SqlExecutor,
  { now, ...claim }: ClaimKey & { now: Date },
): Promise<boolean> {
  const held = await runReturning(
    executor,
    sql`UPDATE generation_jobs SET heartbeat_at = ${now} WHERE ${isHeld(claim)} RETURNING id`,
  );
  return held.length > 0;
}

/** Keeps the claim from being lost until the transaction ends; false when it is lost already. */
export async function holdClaim(manager: EntityManager, claim: ClaimKey): Promise<boolean> {
  const held = await runSql(
    manager,
    sql`SELECT FROM generation_jobs WHERE ${isHeld(claim)} FOR NO KEY UPDATE`,
  );
  return held.length > 0;
}

/** Notes under which name the generator knows the job. */
export async function nameAtBackend(
  executor: SqlExecutor,
  claim: ClaimKey,
  backendId: string,
): Promise<void> {
  await runReturning(
    executor,
    sql`UPDATE generation_jobs SET comfyui_prompt_id = ${backendId} WHERE ${isHeld(claim)} RETURNING id`,
  );
}

/** A running job whose worker has fallen silent. */
export interface SilentJob extends ClaimKey {
  readonly attempts: number;
}

/** Running jobs of workers that were last heard of before; the few running jobs, by the index of states. */
export function findSilent(executor: SqlExecutor, before: Date, limit: number): Promise<SilentJob[]> {
  return runSql<SilentJob>(
    executor,
    sql`
      SELECT id AS "jobId", attempt_token AS token, attempts
      FROM generation_jobs
      WHERE status = 'running' AND heartbeat_at < ${before}
      LIMIT ${limit}`,
  );
}

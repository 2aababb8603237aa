// The versions of the recommender. Of those that were published and not withdrawn the newest is the active one, always:
// publishing adds one in front, rolling back withdraws the first. Both hold one lock, so that they happen one by one and
// never meet in the unique index of the active mark.
import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { runReturning, runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { Judgement } from './judgement.js';
import type { ModelDescription, StoredParameters } from './model-description.js';

/** Stores what a model is and how well it did, neither its arrays nor that it is active. */
export async function insertModel(
  executor: SqlExecutor,
  { algorithm, judgement, counts }: ModelDescription,
  parameters: StoredParameters,
  now: Date,
): Promise<number> {
  const [row] = await runSql<{ id: number }>(
    executor,
    sql`
      INSERT INTO recommender_models (
        algorithm, parameters, metrics, user_count, item_count, interaction_count, trained_at
      )
      VALUES (
        ${algorithm}, ${JSON.stringify(parameters)}::jsonb, ${JSON.stringify(judgement)}::jsonb,
        ${counts.users}, ${counts.items}, ${counts.interactions}, ${now}
      )
      RETURNING id`,
  );
  return (row as { id: number }).id;
}

/** Held to the end of the transaction: whoever changes which model is active does so alone. */
export async function lockActiveModel(manager: EntityManager): Promise<void> {
  await runSql(manager, sql`SELECT pg_advisory_xact_lock(hashtext('genonaut active recommender model'))`);
}

/**
 * Makes a model the active one instead of the one before, which stays for a rollback. Clocks of two machines may differ;
 * what is published later must be the later one all the same.
 */
export async function activate(manager: EntityManager, id: number, now: Date): Promise<void> {
  await runSql(manager, sql`UPDATE recommender_models SET is_active = FALSE WHERE is_active`);
  await runSql(
    manager,
    sql`
      UPDATE recommender_models
      SET is_active = TRUE,
        published_at = COALESCE(published_at, GREATEST(${now}, (
          SELECT max(published_at) + interval '1 millisecond' FROM recommender_models
        )))
      WHERE id = ${id}`,
  );
}

/** Takes the active model out of service for good and answers its id. */
export async function withdrawActive(manager: EntityManager, now: Date): Promise<number | undefined> {
  const [row] = await runReturning<{ id: number }>(
    manager,
    sql`UPDATE recommender_models SET is_active = FALSE, withdrawn_at = ${now} WHERE is_active RETURNING id`,
  );
  return row?.id;
}

/** Whether the active model knows later interactions than this one. */
export async function isOlderThanActive(executor: SqlExecutor, id: number): Promise<boolean> {
  const [row] = await runSql<{ isOlder: boolean }>(
    executor,
    sql`
      SELECT EXISTS (
        SELECT FROM recommender_models active
        WHERE active.is_active
          AND (active.parameters->>'trained_until')::timestamptz > (m.parameters->>'trained_until')::timestamptz
      ) AS "isOlder"
      FROM recommender_models m
      WHERE m.id = ${id}`,
  );
  return row?.isOlder ?? false;
}

/**
 * Whether a model like this one was withdrawn. The same interactions under the same settings give the same model, and
 * that one has the same figures to the last digit.
 */
export async function isSameAsWithdrawn(executor: SqlExecutor, id: number): Promise<boolean> {
  const [row] = await runSql<{ isSame: boolean }>(
    executor,
    sql`
      SELECT EXISTS (
        SELECT FROM recommender_models w
        WHERE w.withdrawn_at IS NOT NULL
          AND (w.algorithm, w.parameters, w.metrics, w.user_count, w.item_count, w.interaction_count)
            = (m.algorithm, m.parameters, m.metrics, m.user_count, m.item_count, m.interaction_count)
      ) AS "isSame"
      FROM recommender_models m
      WHERE m.id = ${id}`,
  );
  return row?.isSame ?? false;
}

/** Whether a model was published and not withdrawn. */
export async function isUsable(executor: SqlExecutor, id: number): Promise<boolean> {
  const [row] = await runSql<{ id: number }>(
    executor,
    sql`
      SELECT id FROM recommender_models
      WHERE id = ${id} AND published_at IS NOT NULL AND withdrawn_at IS NULL`,
  );
  return row !== undefined;
}

/** A model that may answer. */
export interface UsableModel {
  id: number;
  isActive: boolean;
}

/** The models that may answer, newest first: the active one, then what rollbacks fall back to. */
export async function usableModels(executor: SqlExecutor, count: number): Promise<UsableModel[]> {
  return await runSql<UsableModel>(
    executor,
    sql`
      SELECT m.id, m.is_active AS "isActive" FROM recommender_models m
      WHERE m.published_at IS NOT NULL AND m.withdrawn_at IS NULL
        AND EXISTS (SELECT FROM recommender_model_parts p WHERE p.model_id = m.id)
      ORDER BY m.published_at DESC
      LIMIT ${count}`,
  );
}

/** Deletes the arrays of all models but these; what they were and how well they did stays on record. */
export async function deleteArraysExcept(manager: EntityManager, ids: readonly number[]): Promise<void> {
  await runSql(manager, sql`DELETE FROM recommender_model_parts WHERE NOT model_id = ANY(${ids}::int[])`);
}

/** One version on record. */
export interface ModelRecord {
  id: number;
  algorithm: string;
  isActive: boolean;
  parameters: StoredParameters;
  judgement: Judgement;
  users: number;
  items: number;
  interactions: number;
  trainedAt: Date;
  publishedAt: Date | null;
  withdrawnAt: Date | null;
}

const record = sql`
  SELECT id, algorithm, is_active AS "isActive", parameters, metrics AS judgement, user_count AS users, item_count AS items,
    interaction_count AS interactions, trained_at AS "trainedAt", published_at AS "publishedAt",
    withdrawn_at AS "withdrawnAt"
  FROM recommender_models`;

/** The versions on record, newest first. */
export async function listModels(executor: SqlExecutor, limit: number): Promise<ModelRecord[]> {
  return await runSql<ModelRecord>(executor, sql`${record} ORDER BY id DESC LIMIT ${limit}`);
}

/** The model of that id, if it is the active one. */
export async function findActive(executor: SqlExecutor, id: number): Promise<ModelRecord | undefined> {
  const [row] = await runSql<ModelRecord>(executor, sql`${record} WHERE id = ${id} AND is_active`);
  return row;
}

import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { JsonObject } from '../../common/http/fields.decorators.js';
import { runReturning, runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { BackendName } from '../generators/generator.js';
import { type GenerationJob, JobStatus, type JobType } from '../generation-job.entity.js';
import { jobColumns } from '../generation-job.queries.js';

/** A job as it is asked for; what only images have is null for the others. */
export interface NewJob {
  readonly userId: string;
  readonly jobType: JobType;
  readonly prompt: string;
  readonly params: JsonObject;
  /** From 0 to 10, the soonest. */
  readonly priority: number;
  readonly backend: BackendName | null;
  readonly negativePrompt: string | null;
  readonly checkpointModel: string | null;
  readonly loraModels: readonly JsonObject[];
  readonly width: number | null;
  readonly height: number | null;
  readonly batchSize: number;
}

/** As the row is named. */
function toRow(job: NewJob, now: Date): JsonObject {
  return {
    uuid: randomUUID(),
    user_id: job.userId,
    job_type: job.jobType,
    prompt: job.prompt,
    params: job.params,
    status: JobStatus.Pending,
    priority: job.priority,
    backend: job.backend,
    negative_prompt: job.negativePrompt,
    checkpoint_model: job.checkpointModel,
    lora_models: job.loraModels,
    width: job.width,
    height: job.height,
    batch_size: job.batchSize,
    attempts: 0,
    last_event_seq: 0,
    created_at: now,
    updated_at: now,
  };
}

/**
 * Stores a pending job, admitted if its user has fewer than that many, and how many were waiting or running before it.
 * Whoever is about to free a place waits for the transaction, so no job is overlooked.
 */
export async function insertJob(
  executor: SqlExecutor,
  job: NewJob,
  most: number,
  now: Date,
): Promise<GenerationJob> {
  const [row] = await runSql<GenerationJob>(
    executor,
    sql`SELECT ${jobColumns} FROM create_generation_job(${JSON.stringify(toRow(job, now))}, ${most}) j`,
  );
  return row as GenerationJob;
}

/** Deletes a job that nobody has taken yet; answers whether it was so. */
export async function deleteUntouched(executor: SqlExecutor, id: number): Promise<boolean> {
  const deleted = await runReturning(
    executor,
    sql`DELETE FROM generation_jobs WHERE id = ${id} AND status = 'pending' AND last_event_seq = 0 RETURNING id`,
  );
  return deleted.length > 0;
}

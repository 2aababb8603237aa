import sql from 'sql-template-tag';
import type { JsonObject } from '../../common/http/fields.decorators.js';
import { runReturning, runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { BackendName } from '../generators/generator.js';
import type { GenerationJob, JobType } from '../generation-job.entity.js';
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

/** Longer queues are told apart by nobody, and take long to count. */
const longestCounted = 10_000;

/** Stores a pending job and how many were waiting or running before it; the index of users' active jobs. */
export async function insertJob(executor: SqlExecutor, job: NewJob, now: Date): Promise<GenerationJob> {
  const [row] = await runSql<GenerationJob>(
    executor,
    sql`
      WITH j AS (
        INSERT INTO generation_jobs (
          user_id, job_type, prompt, params, priority, backend, negative_prompt, checkpoint_model, lora_models,
          width, height, batch_size, created_at, updated_at, queue_length
        )
        VALUES (
          ${job.userId}, ${job.jobType}, ${job.prompt}, ${JSON.stringify(job.params)}, ${job.priority}, ${job.backend},
          ${job.negativePrompt}, ${job.checkpointModel}, ${JSON.stringify(job.loraModels)}, ${job.width},
          ${job.height}, ${job.batchSize}, ${now}, ${now},
          (
            SELECT count(*)
            FROM (
              SELECT FROM generation_jobs WHERE status IN ('pending', 'running') LIMIT ${longestCounted}
            ) AS active
          )
        )
        RETURNING *
      )
      SELECT ${jobColumns} FROM j`,
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

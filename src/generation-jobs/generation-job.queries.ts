import sql, { raw, type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { GenerationJob } from './generation-job.entity.js';

const properties = [
  'id',
  'uuid',
  'userId',
  'jobType',
  'prompt',
  'params',
  'status',
  'priority',
  'contentId',
  'errorMessage',
  'errorType',
  'celeryTaskId',
  'negativePrompt',
  'checkpointModel',
  'loraModels',
  'width',
  'height',
  'batchSize',
  'comfyuiPromptId',
  'backend',
  'queueLength',
  'admittedAt',
  'availableAt',
  'attempts',
  'attemptToken',
  'claimedBy',
  'heartbeatAt',
  'lastEventSeq',
  'createdAt',
  'updatedAt',
  'startedAt',
  'completedAt',
] as const satisfies (keyof GenerationJob)[];

function columnOf(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A whole job of the table alias `j`, under the names of the entity. */
export const jobColumns: Sql = raw(
  properties.map((property) => `j.${columnOf(property)} AS "${property}"`).join(', '),
);

/** Primary key. */
export async function findJob(executor: SqlExecutor, id: number): Promise<GenerationJob | undefined> {
  const [job] = await runSql<GenerationJob>(
    executor,
    sql`SELECT ${jobColumns} FROM generation_jobs j WHERE j.id = ${id}`,
  );
  return job;
}

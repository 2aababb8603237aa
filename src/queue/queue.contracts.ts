/** Every queue and job of the product: producers and processors share these definitions and no bare string. */
import { type DefaultJobOptions, UnrecoverableError } from 'bullmq';

export const QueueName = {
  pipelines: 'pipelines',
  tags: 'tags',
  content: 'content',
  recommender: 'recommender',
  generation: 'generation',
  generationUpkeep: 'generation-upkeep',
} as const;
export type QueueName = (typeof QueueName)[keyof typeof QueueName];

/** One kind of job: where it waits, what it is called and what it carries. */
export interface JobDefinition<Payload> {
  readonly queue: QueueName;
  readonly name: string;
  /** @throws UnrecoverableError when the payload is not one of this job, which no retry can mend. */
  parse(raw: unknown): Payload;
}

export interface PipelinePayload {
  readonly pipeline: string;
}

export interface GeneratePayload {
  readonly job_id: number;
}

function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null) throw new UnrecoverableError('payload is not an object');
  return raw as Record<string, unknown>;
}

function parsePipeline(raw: unknown): PipelinePayload {
  const { pipeline } = fieldsOf(raw);
  if (typeof pipeline !== 'string') throw new UnrecoverableError('payload names no pipeline');
  return { pipeline };
}

function parseGenerate(raw: unknown): GeneratePayload {
  const { job_id: jobId } = fieldsOf(raw);
  if (typeof jobId !== 'number' || !Number.isSafeInteger(jobId) || jobId < 1)
    throw new UnrecoverableError('payload names no generation job');
  return { job_id: jobId };
}

/** A job of one pipeline. */
function pipelineJob(name: string): JobDefinition<PipelinePayload> {
  return { queue: QueueName.pipelines, name, parse: parsePipeline };
}

/** A job that needs to be told nothing. */
function plainJob(queue: QueueName, name: string): JobDefinition<object> {
  return { queue, name, parse: fieldsOf };
}

/** Stream to raw table. */
export const drainJob = pipelineJob('drain');

/** Raw table to hourly table. */
export const rollupJob = pipelineJob('rollup');

/** Partitions ahead, retention behind. */
export const pruneJob = pipelineJob('prune');

/** Content per tag, for the popular tags. */
export const refreshTagStatsJob = plainJob(QueueName.tags, 'refresh-tag-stats');

/** What writers left in the journals of counters and content: added up, and what is old forgotten. */
export const tidyJournalsJob = plainJob(QueueName.content, 'tidy-journals');

/** A model from what users did, published if it is good enough. */
export const trainRecommenderJob = plainJob(QueueName.recommender, 'train-recommender');

/** How often each item was acted on lately. */
export const refreshPopularityJob = plainJob(QueueName.recommender, 'refresh-popularity');

/** One attempt at a generation job. */
export const generateJob: JobDefinition<GeneratePayload> = {
  queue: QueueName.generation,
  name: 'generate',
  parse: parseGenerate,
};

/** What generation jobs leave behind, once nobody needs it any more. */
export const tidyGenerationJobsJob = plainJob(QueueName.generationUpkeep, 'tidy-generation-jobs');

/** Analytics events of generation jobs that never arrived, published again. */
export const repairGenerationEventsJob = plainJob(QueueName.generationUpkeep, 'repair-generation-events');

/** Each must have exactly one handler in the worker, which does not start otherwise. */
export const allJobs: readonly JobDefinition<unknown>[] = [
  drainJob,
  rollupJob,
  pruneJob,
  refreshTagStatsJob,
  tidyJournalsJob,
  trainRecommenderJob,
  refreshPopularityJob,
  generateJob,
  tidyGenerationJobsJob,
  repairGenerationEventsJob,
];

const dayInSeconds = 86_400;

/** Finished jobs are kept for a while, since a job id wards off a second run only as long as its job exists. */
export const defaultJobOptions: DefaultJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 5_000 },
  removeOnComplete: { age: dayInSeconds, count: 1_000 },
  removeOnFail: { age: 7 * dayInSeconds, count: 1_000 },
};

/**
 * Options of queues that differ. The row of a generation job counts its attempts and says when the next one is due; its
 * entry has nothing to remember.
 */
export const jobOptionsOfQueue: Partial<Record<QueueName, DefaultJobOptions>> = {
  [QueueName.generation]: { attempts: 1, removeOnComplete: true, removeOnFail: true },
};

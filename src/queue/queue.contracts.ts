/** Every queue and job of the product: producers and processors share these definitions and no bare string. */
import { type DefaultJobOptions, UnrecoverableError } from 'bullmq';

export const QueueName = {
  pipelines: 'pipelines',
  tags: 'tags',
  content: 'content',
  recommender: 'recommender',
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

function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null) throw new UnrecoverableError('payload is not an object');
  return raw as Record<string, unknown>;
}

function parsePipeline(raw: unknown): PipelinePayload {
  const { pipeline } = fieldsOf(raw);
  if (typeof pipeline !== 'string') throw new UnrecoverableError('payload names no pipeline');
  return { pipeline };
}

/** Stream to raw table. */
export const drainJob: JobDefinition<PipelinePayload> = {
  queue: QueueName.pipelines,
  name: 'drain',
  parse: parsePipeline,
};

/** Raw table to hourly table. */
export const rollupJob: JobDefinition<PipelinePayload> = {
  queue: QueueName.pipelines,
  name: 'rollup',
  parse: parsePipeline,
};

/** Partitions ahead, retention behind. */
export const pruneJob: JobDefinition<PipelinePayload> = {
  queue: QueueName.pipelines,
  name: 'prune',
  parse: parsePipeline,
};

/** Content per tag, for the popular tags. */
export const refreshTagStatsJob: JobDefinition<object> = {
  queue: QueueName.tags,
  name: 'refresh-tag-stats',
  parse: fieldsOf,
};

/** What writers left in the journals of counters and content: added up, and what is old forgotten. */
export const tidyJournalsJob: JobDefinition<object> = {
  queue: QueueName.content,
  name: 'tidy-journals',
  parse: fieldsOf,
};

/** A model from what users did, published if it is good enough. */
export const trainRecommenderJob: JobDefinition<object> = {
  queue: QueueName.recommender,
  name: 'train-recommender',
  parse: fieldsOf,
};

/** How often each item was acted on lately. */
export const refreshPopularityJob: JobDefinition<object> = {
  queue: QueueName.recommender,
  name: 'refresh-popularity',
  parse: fieldsOf,
};

/** Each must have exactly one handler in the worker, which does not start otherwise. */
export const allJobs: readonly JobDefinition<unknown>[] = [
  drainJob,
  rollupJob,
  pruneJob,
  refreshTagStatsJob,
  tidyJournalsJob,
  trainRecommenderJob,
  refreshPopularityJob,
];

const dayInSeconds = 86_400;

/** Finished jobs are kept for a while, since a job id wards off a second run only as long as its job exists. */
export const defaultJobOptions: DefaultJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 5_000 },
  removeOnComplete: { age: dayInSeconds, count: 1_000 },
  removeOnFail: { age: 7 * dayInSeconds, count: 1_000 },
};

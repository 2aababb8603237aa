import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import { createJobs, type DemoJob } from './jobs.js';
import type { World } from './world.js';

function paramsOf({ medium, details }: DemoJob): Record<string, unknown> {
  const { title, metadata } = details;
  return medium === 'image'
    ? { title, backend: 'mock', sampler_params: metadata }
    : { title, backend: 'mock' };
}

function imageColumns({
  medium,
  details,
}: DemoJob): [negativePrompt: string | null, width: number | null, height: number | null] {
  if (medium !== 'image') return [null, null, null];
  const { width, height } = details.metadata as { width: number; height: number };
  return ['blurry, watermark', width, height];
}

function attemptsOf(job: DemoJob): number {
  if (job.status === 'failed') return 4;
  return job.startedAt === null ? 0 : 1;
}

/** Running jobs are those of a worker that is gone: the demo's own workers take them over. */
function claimColumns({
  status,
  uuid,
  startedAt,
}: DemoJob): [token: string | null, by: string | null, heartbeat: Date | null] {
  return status === 'running' ? [uuid, 'a worker before', toDate(startedAt)] : [null, null, null];
}

function toDate(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant);
}

function* jobRows(world: World): Generator<CopyValue[]> {
  for (const job of createJobs(world)) {
    yield [
      job.id,
      job.uuid,
      job.user.id,
      `${job.medium}_generation`,
      job.details.prompt,
      paramsOf(job),
      job.status,
      job.contentId,
      job.failure?.message ?? null,
      job.failure?.type ?? null,
      job.queueLength,
      `gen-${job.id}`,
      ...imageColumns(job),
      job.model,
      attemptsOf(job),
      ...claimColumns(job),
      new Date(job.createdAt),
      new Date(job.completedAt ?? job.startedAt ?? job.createdAt),
      toDate(job.startedAt),
      toDate(job.completedAt),
    ];
  }
}

export const jobsTable: DemoTable = {
  name: 'generation_jobs',
  columns: [
    'id',
    'uuid',
    'user_id',
    'job_type',
    'prompt',
    'params',
    'status',
    'content_id',
    'error_message',
    'error_type',
    'queue_length',
    'celery_task_id',
    'negative_prompt',
    'width',
    'height',
    'checkpoint_model',
    'attempts',
    'attempt_token',
    'claimed_by',
    'heartbeat_at',
    'created_at',
    'updated_at',
    'started_at',
    'completed_at',
  ],
  estimate: (world) => world.catalogue.length * 0.165,
  rows: jobRows,
};

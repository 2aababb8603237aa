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
      `gen-${job.id}`,
      ...imageColumns(job),
      job.model,
      attemptsOf(job),
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
    'celery_task_id',
    'negative_prompt',
    'width',
    'height',
    'checkpoint_model',
    'attempts',
    'created_at',
    'updated_at',
    'started_at',
    'completed_at',
  ],
  estimate: (world) => world.catalogue.length * 0.165,
  rows: jobRows,
};

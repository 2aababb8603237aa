import { ApiProperty } from '@nestjs/swagger';
import { roundTo } from '../common/round.js';
import type { JobTally } from './generation-job-counts.queries.js';
import type { JobStatus, JobType } from './generation-job.entity.js';
import { jobStatuses, jobTypes } from './generation-job.fields.js';

/** Documents how many jobs there are of each of some kinds. */
function ApiBreakdown(names: readonly string[]): PropertyDecorator {
  return ApiProperty({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'integer' }])),
    required: [...names],
    description: 'Every one there is, with 0 where there are no jobs',
  });
}

/** How many jobs there are of each kind, and how long they take. */
export class GenerationJobStatsDto {
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'Null for the jobs of everybody',
  })
  user_id!: string | null;

  @ApiProperty({ type: 'integer', example: 1250 })
  total_jobs!: number;

  @ApiBreakdown(jobStatuses)
  status_breakdown!: Record<JobStatus, number>;

  @ApiBreakdown(jobTypes)
  type_breakdown!: Record<JobType, number>;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Mean time from start to completion of completed jobs; null without one',
    example: 12.34,
  })
  average_processing_time_seconds!: number | null;
}

/** How many jobs are in each state. */
export class QueueStatsDto {
  @ApiProperty({ type: 'integer', example: 3 })
  pending_jobs!: number;

  @ApiProperty({ type: 'integer', example: 2 })
  running_jobs!: number;

  @ApiProperty({ type: 'integer', example: 1200 })
  completed_jobs!: number;

  @ApiProperty({ type: 'integer', example: 30 })
  failed_jobs!: number;

  @ApiProperty({ type: 'integer', example: 15 })
  cancelled_jobs!: number;

  @ApiProperty({ type: 'integer', example: 1250 })
  total_jobs!: number;
}

function sumOf<T>(all: readonly T[], figure: (one: T) => number): number {
  return all.reduce((sum, one) => sum + figure(one), 0);
}

/** The totals under each of the names, none left out. */
function breakdown<T extends { readonly total: number }, Name extends string>(
  all: readonly T[],
  names: readonly Name[],
  nameOf: (one: T) => Name,
): Record<Name, number> {
  const totals = names.map((name) => [
    name,
    sumOf(
      all.filter((one) => nameOf(one) === name),
      ({ total }) => total,
    ),
  ]);
  return Object.fromEntries(totals) as Record<Name, number>;
}

export function toGenerationJobStatsDto(
  userId: string | null,
  tallies: readonly JobTally[],
): GenerationJobStatsDto {
  const measured = sumOf(tallies, (tally) => tally.measured);
  const seconds = sumOf(tallies, (tally) => tally.seconds);
  return {
    user_id: userId,
    total_jobs: sumOf(tallies, ({ total }) => total),
    status_breakdown: breakdown(tallies, jobStatuses, ({ status }) => status),
    type_breakdown: breakdown(tallies, jobTypes, ({ jobType }) => jobType),
    average_processing_time_seconds: measured === 0 ? null : roundTo(seconds / measured, 2),
  };
}

export function toQueueStatsDto(counts: readonly { status: JobStatus; total: number }[]): QueueStatsDto {
  const { pending, running, completed, failed, cancelled } = breakdown(
    counts,
    jobStatuses,
    ({ status }) => status,
  );
  return {
    pending_jobs: pending,
    running_jobs: running,
    completed_jobs: completed,
    failed_jobs: failed,
    cancelled_jobs: cancelled,
    total_jobs: sumOf(counts, ({ total }) => total),
  };
}

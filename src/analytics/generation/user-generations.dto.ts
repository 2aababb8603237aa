import { ApiProperty } from '@nestjs/swagger';
import { LookBack } from '../look-back.dto.js';
import {
  GenerationCountsDto,
  noDurations,
  percentOf,
  toGenerationCountsDto,
} from './generation-counts.dto.js';
import { FailureCountDto } from './generation-failures.dto.js';
import type { FailureCount, RecentGeneration, UserTotals } from './user-generations.queries.js';

/** Days of one user's generations. */
export class UserGenerationsQuery extends LookBack({ days: 30 }) {}

/** A generation of a user that came to its end. */
export class RecentGenerationDto {
  @ApiProperty({ format: 'date-time' })
  timestamp!: string;

  @ApiProperty({ enum: ['completion'] })
  event_type!: 'completion';

  @ApiProperty({ type: 'integer', nullable: true, example: 18420 })
  duration_ms!: number | null;

  @ApiProperty()
  success!: boolean;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  error_type!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'standard' })
  generation_type!: string | null;
}

/** One user's generations; a user unknown here has none. */
export class UserGenerationsDto extends GenerationCountsDto {
  @ApiProperty({ format: 'uuid' })
  user_id!: string;

  @ApiProperty({ type: 'integer', example: 30 })
  lookback_days!: number;

  @ApiProperty({ description: 'Successful generations in percent of the requests', example: 92.86 })
  success_rate_pct!: number;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  last_generation_at!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  first_generation_at!: string | null;

  @ApiProperty({ type: [RecentGenerationDto], description: 'The latest 20 that ended, newest first' })
  recent_activity!: RecentGenerationDto[];

  @ApiProperty({
    type: [FailureCountDto],
    description: 'Most frequent first; failures of no kind are left out',
  })
  failure_breakdown!: FailureCountDto[];
}

/** What is known of one user. */
export interface UserFigures {
  readonly userId: string;
  readonly days: number;
  readonly totals: UserTotals;
  readonly completions: readonly RecentGeneration[];
  readonly failures: readonly FailureCount[];
}

function toRecentGenerationDto(activity: RecentGeneration): RecentGenerationDto {
  return {
    timestamp: activity.at.toISOString(),
    event_type: 'completion',
    duration_ms: activity.durationMs,
    success: activity.success,
    error_type: activity.errorType,
    generation_type: activity.generationType,
  };
}

export function toUserGenerationsDto(figures: UserFigures): UserGenerationsDto {
  const { totals, completions, failures } = figures;
  const isUnknown = totals.lastAt === null;
  return {
    user_id: figures.userId,
    lookback_days: figures.days,
    ...toGenerationCountsDto(isUnknown ? { ...totals, ...noDurations } : totals),
    success_rate_pct: percentOf(totals.successes, totals.requests),
    last_generation_at: totals.lastAt?.toISOString() ?? null,
    first_generation_at: totals.firstAt?.toISOString() ?? null,
    recent_activity: completions.map(toRecentGenerationDto),
    failure_breakdown: failures.map(({ errorType, count }) => ({ error_type: errorType, count })),
  };
}

import { ApiProperty } from '@nestjs/swagger';
import { roundIfKnown, roundTo } from '../../common/round.js';
import { utcDate } from '../../stream-pipeline/utc-time.js';
import { LookBack } from '../look-back.dto.js';
import type { FailureDay, FailureKind } from './generation-failures.queries.js';

/** Days of the failures. */
export class FailuresQuery extends LookBack({ days: 7 }) {}

/** How often generations failed in one way. */
export class FailureCountDto {
  @ApiProperty({ example: 'timeout' })
  error_type!: string;

  @ApiProperty({ type: 'integer', example: 3 })
  count!: number;
}

/** One way to fail. */
export class FailureKindDto extends FailureCountDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How long they ran until then',
    example: 61020,
  })
  avg_duration_ms!: number | null;

  @ApiProperty({ type: [String], maxItems: 3, description: 'Different ones, the most recent first' })
  sample_messages!: string[];
}

/** The failures of one UTC day. */
export class FailureDayDto {
  @ApiProperty({ format: 'date', example: '2026-01-31' })
  date!: string;

  @ApiProperty({ type: 'integer', example: 180 })
  total_completions!: number;

  @ApiProperty({ type: 'integer', example: 4 })
  failures!: number;

  @ApiProperty({ description: 'Failures per completion', example: 0.0222 })
  failure_rate!: number;
}

/** Why and when generations fail. */
export class FailuresDto {
  @ApiProperty({ type: 'integer', example: 7 })
  lookback_days!: number;

  @ApiProperty({ type: 'integer', description: 'Length of `error_types`', example: 1 })
  total_error_types!: number;

  @ApiProperty({ type: [FailureKindDto], description: 'Most frequent first' })
  error_types!: FailureKindDto[];

  @ApiProperty({ type: [FailureDayDto], description: 'Days anything ended on, oldest first' })
  failure_trends!: FailureDayDto[];
}

export function toFailureKindDto({ errorType, count, meanMs, sampleMessages }: FailureKind): FailureKindDto {
  return {
    error_type: errorType,
    count,
    avg_duration_ms: roundIfKnown(meanMs, 0),
    sample_messages: [...sampleMessages],
  };
}

export function toFailureDayDto({ day, completions, failures }: FailureDay): FailureDayDto {
  return {
    date: utcDate(day.getTime()),
    total_completions: completions,
    failures,
    failure_rate: roundTo(failures / completions, 4),
  };
}

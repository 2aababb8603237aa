import { ApiProperty } from '@nestjs/swagger';
import { roundIfKnown, roundTo } from '../../common/round.js';
import { type Interval, IntervalField, intervals, LookBack } from '../look-back.dto.js';
import {
  GenerationCountsDto,
  noDurations,
  percentOf,
  toGenerationCountsDto,
} from './generation-counts.dto.js';
import type { GenerationCounts } from './generation-counts.js';
import type { GenerationPeriod, HourOfDay, SeveralHours } from './generation-hours.queries.js';

/** Days of the overview. */
export class OverviewQuery extends LookBack({ days: 7 }) {}

/** Days of the trends, and what one point stands for. */
export class TrendsQuery extends LookBack({ days: 7 }) {
  @IntervalField()
  interval!: Interval;
}

/** Days of the peak hours. */
export class PeakHoursQuery extends LookBack({ days: 30, min: 7 }) {}

/** What an hour, a day and the whole look-back say. */
class PeriodDto extends GenerationCountsDto {
  @ApiProperty({ type: 'integer', nullable: true, example: 42110 })
  p99_duration_ms!: number | null;

  @ApiProperty({
    type: 'integer',
    description:
      'Sum of the batch sizes of all successful generations, those of texts, videos and sounds included',
    example: 1312,
  })
  total_images_generated!: number;
}

/** All generations of the look-back. */
export class OverviewDto extends PeriodDto {
  @ApiProperty({ type: 'integer', example: 7 })
  lookback_days!: number;

  @ApiProperty({
    description:
      'Successful generations in percent of the requests; above 100 when more ended than were asked for within the days',
    example: 95.16,
  })
  success_rate_pct!: number;

  @ApiProperty({ type: 'integer', description: 'Hours anything happened in', example: 161 })
  hours_with_data!: number;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'The latest of them' })
  latest_data_timestamp!: string | null;
}

/** The generations of one hour or day. */
export class TrendPointDto extends PeriodDto {
  @ApiProperty({ format: 'date-time', description: 'Start of the hour or day' })
  timestamp!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Different users of the hour; of a day, those of the hour that had most',
    example: 31,
  })
  unique_users!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description:
      'Generations waiting or running when one was asked for, counted up to 10,000: mean of the hour, mean of these over a day',
    example: 3.42,
  })
  avg_queue_length!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Longest queue a request met, counted up to 10,000',
    example: 12,
  })
  max_queue_length!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Successful generations per request; null without requests',
    example: 0.9516,
  })
  success_rate!: number | null;
}

/** Generations over time. */
export class TrendsDto {
  @ApiProperty({ enum: intervals })
  interval!: Interval;

  @ApiProperty({ type: 'integer', example: 7 })
  lookback_days!: number;

  @ApiProperty({ type: 'integer', description: 'Length of `data_points`', example: 1 })
  total_data_points!: number;

  @ApiProperty({
    type: [TrendPointDto],
    description: 'Oldest first; hours and days without events are left out',
  })
  data_points!: TrendPointDto[];
}

/** One hour of the day; every figure is a mean over the days' hours with data. */
export class PeakHourDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 23, description: 'UTC', example: 20 })
  hour_of_day!: number;

  @ApiProperty({ example: 41.5 })
  avg_requests!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Generations waiting or running when one was asked for, counted up to 10,000',
    example: 3.42,
  })
  avg_queue_length!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Longest queue a request met in the hour, counted up to 10,000',
    example: 11.25,
  })
  avg_max_queue_length!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 31980 })
  avg_p95_duration_ms!: number | null;

  @ApiProperty({ type: 'number', nullable: true, example: 12.5 })
  avg_unique_users!: number | null;

  @ApiProperty({ type: 'integer', description: 'Hours the means are over', example: 30 })
  data_points!: number;
}

/** When generations are asked for. */
export class PeakHoursDto {
  @ApiProperty({ type: 'integer', example: 30 })
  lookback_days!: number;

  @ApiProperty({ type: 'integer', description: 'Length of `peak_hours`', example: 1 })
  total_hours_analyzed!: number;

  @ApiProperty({ type: [PeakHourDto], description: 'Busiest first' })
  peak_hours!: PeakHourDto[];
}

function toPeriodDto(period: GenerationCounts & Pick<GenerationPeriod, 'images'>): PeriodDto {
  return {
    ...toGenerationCountsDto(period),
    p99_duration_ms: roundIfKnown(period.quantiles?.[2] ?? null, 0),
    total_images_generated: period.images,
  };
}

const nothing = { ...noDurations, requests: 0, successes: 0, failures: 0, cancellations: 0, images: 0 };

export function toOverviewDto(days: number, all: SeveralHours | undefined): OverviewDto {
  return {
    lookback_days: days,
    ...toPeriodDto(all ?? nothing),
    success_rate_pct: percentOf(all?.successes ?? 0, all?.requests ?? 0),
    hours_with_data: all?.hours ?? 0,
    latest_data_timestamp: all?.latestHour.toISOString() ?? null,
  };
}

export function toTrendPointDto(period: GenerationPeriod): TrendPointDto {
  const { requests, successes } = period;
  return {
    timestamp: period.startsAt.toISOString(),
    ...toPeriodDto(period),
    unique_users: period.users,
    avg_queue_length: roundIfKnown(period.meanQueueLength, 2),
    max_queue_length: period.longestQueue,
    success_rate: requests === 0 ? null : roundTo(successes / requests, 4),
  };
}

export function toPeakHourDto(hour: HourOfDay): PeakHourDto {
  return {
    hour_of_day: hour.hourOfDay,
    avg_requests: roundTo(hour.meanRequests, 2),
    avg_queue_length: roundIfKnown(hour.meanQueueLength, 2),
    avg_max_queue_length: roundIfKnown(hour.meanLongestQueue, 2),
    avg_p95_duration_ms: roundIfKnown(hour.meanP95Ms, 0),
    avg_unique_users: roundIfKnown(hour.meanUsers, 2),
    data_points: hour.hours,
  };
}

import { ApiProperty } from '@nestjs/swagger';
import { roundTo } from '../common/round.js';
import type { ServedGroup } from './online-quality.queries.js';
import type { AlgorithmTotals } from './recommendation-totals.queries.js';
import { wilsonInterval } from './wilson-interval.js';

/** What one algorithm recommended. */
export class AlgorithmTotalsDto {
  @ApiProperty({ type: 'integer', example: 120 })
  count!: number;

  @ApiProperty({ type: 'number', example: 0.74 })
  avg_score!: number;
}

/** How much was recommended. */
export class RecommendationAnalyticsDto {
  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'To whom; null for everybody',
    example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9',
  })
  user_id!: string | null;

  @ApiProperty({ type: 'integer', example: 150 })
  total_recommendations!: number;

  @ApiProperty({ type: 'integer', example: 90 })
  served_recommendations!: number;

  @ApiProperty({ type: 'integer', example: 60 })
  unserved_recommendations!: number;

  @ApiProperty({ type: 'number', description: '0 when there are none', example: 0.71 })
  average_score!: number;

  @ApiProperty({
    type: 'object',
    description: 'By label, the busiest first; at most a thousand of them',
    additionalProperties: { $ref: '#/components/schemas/AlgorithmTotalsDto' },
    example: { 'hybrid-v1': { count: 120, avg_score: 0.74 } },
  })
  algorithm_breakdown!: Record<string, AlgorithmTotalsDto>;
}

/** Where a rate lies with 95 % confidence (Wilson). */
export class RateIntervalDto {
  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, example: 0.1602 })
  low!: number;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, example: 0.2631 })
  high!: number;
}

/** How users answered what they were served. */
export class ServedRateDto {
  @ApiProperty({ type: 'integer', example: 240 })
  served!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Those rated with 4 or 5 stars, and those whose item the user then took up beyond viewing it',
    example: 50,
  })
  positive!: number;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, example: 0.2083 })
  positive_rate!: number;

  @ApiProperty({ type: RateIntervalDto })
  interval!: RateIntervalDto;
}

/** The same of one source. */
export class SourceRateDto extends ServedRateDto {
  @ApiProperty({
    description: 'Link of the chain that answered; `client` for what clients stored',
    example: 'model',
  })
  source!: string;
}

/** The same of one algorithm. */
export class AlgorithmRateDto extends ServedRateDto {
  @ApiProperty({ example: 'hybrid-v1' })
  algorithm!: string;
}

/** The same of one arm of an experiment. */
export class ArmRateDto extends ServedRateDto {
  @ApiProperty({ example: 'diversity' })
  experiment!: string;

  @ApiProperty({ example: 'high' })
  arm!: string;
}

/** How well what was served lately did, of much the newest 100,000; the busiest first in each list, at most 1,000. */
export class OnlineQualityDto {
  @ApiProperty({ type: 'integer', description: 'Days in which what counts was served', example: 30 })
  window_days!: number;

  @ApiProperty({ type: 'integer', description: 'Days an answer may take to count', example: 7 })
  attribution_days!: number;

  @ApiProperty({ type: [SourceRateDto] })
  by_source!: SourceRateDto[];

  @ApiProperty({ type: [AlgorithmRateDto] })
  by_algorithm!: AlgorithmRateDto[];

  @ApiProperty({ type: [ArmRateDto] })
  by_arm!: ArmRateDto[];
}

/** How much was recommended to everybody, and how well that did. */
export class GlobalRecommendationAnalyticsDto extends RecommendationAnalyticsDto {
  @ApiProperty({ type: OnlineQualityDto })
  online!: OnlineQualityDto;
}

const nothing = { total: 0, served: 0, averageScore: 0 };

export function toRecommendationAnalyticsDto(
  userId: string | null,
  algorithms: readonly AlgorithmTotals[],
): RecommendationAnalyticsDto {
  const { total, served, averageScore } = algorithms[0]?.overall ?? nothing;
  const breakdown = algorithms.map((one): [string, AlgorithmTotalsDto] => [
    one.algorithm,
    { count: one.total, avg_score: roundTo(one.averageScore, 2) },
  ]);
  return {
    user_id: userId,
    total_recommendations: total,
    served_recommendations: served,
    unserved_recommendations: total - served,
    average_score: roundTo(averageScore, 2),
    algorithm_breakdown: Object.fromEntries(breakdown),
  };
}

function toServedRate({ served, positive }: ServedGroup): ServedRateDto {
  const { low, high } = wilsonInterval(positive, served);
  return {
    served,
    positive,
    positive_rate: roundTo(positive / served, 4),
    interval: { low: roundTo(low, 4), high: roundTo(high, 4) },
  };
}

export function toOnlineQualityDto(
  days: { window: number; attribution: number },
  groups: readonly ServedGroup[],
): OnlineQualityDto {
  const quality: OnlineQualityDto = {
    window_days: days.window,
    attribution_days: days.attribution,
    by_source: [],
    by_algorithm: [],
    by_arm: [],
  };
  for (const group of groups) {
    const { source, algorithm, experiment, arm } = group;
    const rate = toServedRate(group);
    if (source !== null) quality.by_source.push({ source, ...rate });
    if (algorithm !== null) quality.by_algorithm.push({ algorithm, ...rate });
    if (experiment !== null && arm !== null) quality.by_arm.push({ experiment, arm, ...rate });
  }
  return quality;
}

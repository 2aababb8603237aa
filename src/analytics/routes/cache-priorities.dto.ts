import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IntField, type JsonObject, NumberField } from '../../common/http/fields.decorators.js';
import { roundTo } from '../../common/round.js';
import { LookBack } from '../look-back.dto.js';
import type { PatternTraffic, Ranked, Scored } from './cache-planner.js';

export const cacheSystems = ['absolute', 'relative'] as const;
export type CacheSystem = (typeof cacheSystems)[number];

/** Which patterns to rank, and how. */
export class CachePrioritiesQuery extends LookBack({ days: 7 }) {
  @IntField({ description: 'How many patterns to name', min: 1, max: 100, default: 10 })
  n!: number;

  @EnumField({
    description: '`absolute` (unless told): thresholds, then a score; `relative`: rank among all patterns',
    values: cacheSystems,
    name: 'CacheSystem',
    default: 'absolute',
  })
  system!: CacheSystem;

  @NumberField({
    description: 'Least mean requests per hour; only `absolute` looks at it',
    min: 0,
    default: 10,
  })
  min_requests!: number;

  @NumberField({
    description: 'Least mean p95 latency in ms; only `absolute` looks at it',
    min: 0,
    default: 100,
  })
  min_latency!: number;
}

/** Traffic of one pattern: a route, a method and the parameters that tell its answers apart. */
class PatternTrafficDto {
  @ApiProperty({ description: 'Route template', example: '/api/v1/content/unified' })
  route!: string;

  @ApiProperty({ example: 'GET' })
  method!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Query parameters without those that only page',
    example: { page_size: '10', sort: 'created_at' },
  })
  query_params_normalized!: JsonObject;

  @ApiProperty({ description: 'Mean over the hours with traffic', example: 2450 })
  avg_hourly_requests!: number;

  @ApiProperty({ type: 'integer', description: 'Mean of the hourly p95 durations', example: 189 })
  avg_p95_latency_ms!: number;

  @ApiProperty({ description: 'Mean of the different users per hour', example: 45 })
  avg_unique_users!: number;

  @ApiProperty({ description: '2xx answers of all answers, 0 to 1', example: 0.985 })
  success_rate!: number;

  @ApiProperty({ type: 'integer', description: 'Requests of the whole look-back', example: 411600 })
  total_requests!: number;
}

/** A pattern scored by its own figures. */
export class AbsolutePriorityDto extends PatternTrafficDto {
  @ApiProperty({
    description: 'avg_hourly_requests · 10 + avg_p95_latency_ms / 100 + min(avg_unique_users / 10, 10)',
    example: 24506.39,
  })
  cache_priority_score!: number;
}

/** A pattern ranked among all others. */
export class RelativePriorityDto extends PatternTrafficDto {
  @ApiProperty({ description: '0.4 · latency + 0.4 · popularity + 0.2 · user percentile', example: 95 })
  priority_score!: number;

  @ApiProperty({ description: 'Percentage of the patterns that are at most as busy', example: 92 })
  popularity_percentile!: number;

  @ApiProperty({ description: 'Percentage of the patterns that are at most as slow', example: 98 })
  latency_percentile!: number;

  @ApiProperty({ description: 'Percentage of the patterns that have at most as many users', example: 95 })
  user_percentile!: number;
}

class PrioritiesDto {
  @ApiProperty({ type: 'integer', example: 7 })
  lookback_days!: number;

  @ApiProperty({ type: 'integer', description: 'Length of `routes`', example: 1 })
  total_routes!: number;
}

/** The plan of system 1. */
export class AbsolutePrioritiesDto extends PrioritiesDto {
  @ApiProperty({ enum: ['absolute'] })
  system!: 'absolute';

  @ApiProperty({ type: [AbsolutePriorityDto], description: 'Highest score first' })
  routes!: AbsolutePriorityDto[];
}

/** The plan of system 2. */
export class RelativePrioritiesDto extends PrioritiesDto {
  @ApiProperty({ enum: ['relative'] })
  system!: 'relative';

  @ApiProperty({ type: [RelativePriorityDto], description: 'Highest score first' })
  routes!: RelativePriorityDto[];
}

function toPatternTrafficDto(traffic: PatternTraffic): PatternTrafficDto {
  return {
    route: traffic.route,
    method: traffic.method,
    query_params_normalized: traffic.params,
    avg_hourly_requests: roundTo(traffic.avgHourlyRequests, 2),
    avg_p95_latency_ms: roundTo(traffic.avgP95DurationMs, 0),
    avg_unique_users: roundTo(traffic.avgUniqueUsers, 2),
    success_rate: roundTo(traffic.successRate, 4),
    total_requests: traffic.totalRequests,
  };
}

export function toAbsolutePriorityDto(scored: Scored): AbsolutePriorityDto {
  return { ...toPatternTrafficDto(scored), cache_priority_score: roundTo(scored.score, 2) };
}

export function toRelativePriorityDto(ranked: Ranked): RelativePriorityDto {
  return {
    ...toPatternTrafficDto(ranked),
    priority_score: roundTo(ranked.score, 2),
    popularity_percentile: roundTo(ranked.popularityPercentile, 2),
    latency_percentile: roundTo(ranked.latencyPercentile, 2),
    user_percentile: roundTo(ranked.userPercentile, 2),
  };
}

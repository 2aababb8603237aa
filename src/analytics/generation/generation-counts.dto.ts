/** What several answers say of generations in the same words. */
import { ApiProperty } from '@nestjs/swagger';
import { roundIfKnown, roundTo } from '../../common/round.js';
import type { Durations, GenerationCounts } from './generation-counts.js';

/** How long a group of generations took, failed ones included, in milliseconds. */
export class DurationsDto {
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null when none is known', example: 18420 })
  avg_duration_ms!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 17310 })
  p50_duration_ms!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 31980 })
  p95_duration_ms!: number | null;
}

/** How many were asked for and what became of them. */
export class GenerationCountsDto extends DurationsDto {
  @ApiProperty({ type: 'integer', example: 1240 })
  total_requests!: number;

  @ApiProperty({ type: 'integer', example: 1180 })
  successful_generations!: number;

  @ApiProperty({ type: 'integer', example: 31 })
  failed_generations!: number;

  @ApiProperty({ type: 'integer', example: 22 })
  cancelled_generations!: number;
}

/** Durations of no generations at all: the contract has them 0, while durations that are not known are null. */
export const noDurations: Durations = { meanMs: 0, quantiles: [0, 0, 0] };

/** `part` in percent of `whole`; 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : roundTo((100 * part) / whole, 2);
}

export function toDurationsDto({ meanMs, quantiles }: Durations): DurationsDto {
  const [p50, p95] = quantiles ?? [null, null];
  return {
    avg_duration_ms: roundIfKnown(meanMs, 0),
    p50_duration_ms: roundIfKnown(p50, 0),
    p95_duration_ms: roundIfKnown(p95, 0),
  };
}

export function toGenerationCountsDto(counts: GenerationCounts): GenerationCountsDto {
  return {
    total_requests: counts.requests,
    successful_generations: counts.successes,
    failed_generations: counts.failures,
    cancelled_generations: counts.cancellations,
    ...toDurationsDto(counts),
  };
}

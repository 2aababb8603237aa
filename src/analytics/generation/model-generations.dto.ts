import { ApiProperty } from '@nestjs/swagger';
import { LookBack } from '../look-back.dto.js';
import { DurationsDto, percentOf, toDurationsDto } from './generation-counts.dto.js';
import type { ModelTotals } from './model-generations.queries.js';

/** Days of the models' generations. */
export class ModelsQuery extends LookBack({ days: 30 }) {}

/** The generations of one model. */
export class ModelGenerationsDto extends DurationsDto {
  @ApiProperty({ example: 'dreamshaper_8.safetensors' })
  model_checkpoint!: string;

  @ApiProperty({ type: 'integer', description: 'Generations that ended by themselves', example: 512 })
  total_generations!: number;

  @ApiProperty({ type: 'integer', example: 500 })
  successful_generations!: number;

  @ApiProperty({ type: 'integer', example: 12 })
  failed_generations!: number;

  @ApiProperty({ example: 97.66 })
  success_rate_pct!: number;

  @ApiProperty({ format: 'date-time' })
  last_used_at!: string;
}

/** How models fare. */
export class ModelsDto {
  @ApiProperty({ type: 'integer', example: 30 })
  lookback_days!: number;

  @ApiProperty({ type: 'integer', description: 'Length of `models`', example: 1 })
  total_models!: number;

  @ApiProperty({ type: [ModelGenerationsDto], description: 'Most used first' })
  models!: ModelGenerationsDto[];
}

export function toModelGenerationsDto(totals: ModelTotals): ModelGenerationsDto {
  return {
    model_checkpoint: totals.model,
    total_generations: totals.generations,
    successful_generations: totals.successes,
    failed_generations: totals.failures,
    success_rate_pct: percentOf(totals.successes, totals.generations),
    ...toDurationsDto(totals),
    last_used_at: totals.lastUsedAt.toISOString(),
  };
}

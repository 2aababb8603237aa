import { ApiProperty } from '@nestjs/swagger';

const recent = 'in the last 60 minutes';

/** Generations of the last hour, in the whole installation. */
export class GenerationMetricsDto {
  @ApiProperty({ type: 'integer', description: `Asked for ${recent}`, example: 240 })
  total_requests!: number;

  @ApiProperty({ type: 'integer', description: `Completed ${recent}`, example: 225 })
  successful_generations!: number;

  @ApiProperty({ type: 'integer', description: `Failed ${recent}`, example: 5 })
  failed_generations!: number;

  @ApiProperty({ type: 'integer', description: `Cancelled ${recent}`, example: 4 })
  cancelled_generations!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: `Seconds from start to end of those that completed or failed ${recent}`,
    example: 18.42,
  })
  average_generation_time!: number | null;

  @ApiProperty({ type: 'integer', description: 'Running now', example: 2 })
  active_generations!: number;

  @ApiProperty({ type: 'integer', description: 'Waiting now', example: 6 })
  queue_length!: number;

  @ApiProperty({
    description: `Completed of those that completed or failed ${recent}; 0 while there are none`,
    example: 97.83,
  })
  success_rate_percentage!: number;
}

/** What this process uses at the moment. */
export class ResourceUsageDto {
  @ApiProperty({ description: 'Resident memory, in MiB', example: 182.5 })
  memory_mb!: number;

  @ApiProperty({ description: 'Share of one core since the process started', example: 3.71 })
  cpu_percent!: number;
}

/** How this process fares. */
export class PerformanceMetricsDto {
  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Seconds, of the latest 1000 responses of this process within 15 minutes',
    example: 0.0124,
  })
  average_response_time!: number | null;

  @ApiProperty({ type: ResourceUsageDto })
  current_resource_usage!: ResourceUsageDto;
}

/** Who generates. */
export class UserActivityDto {
  @ApiProperty({
    type: 'integer',
    description: `Users who asked for a generation ${recent}`,
    example: 31,
  })
  active_users_count!: number;

  @ApiProperty({ type: 'integer', description: 'All users, as of a minute ago at most', example: 500 })
  total_registered_users!: number;

  @ApiProperty({
    type: 'integer',
    description: 'All generation jobs, as of a minute ago at most',
    example: 9120,
  })
  total_user_generations!: number;
}

/** The figures alerts look at. */
export class SystemHealthDto {
  @ApiProperty({ type: 'integer', example: 6 })
  queue_length!: number;

  @ApiProperty({ type: 'integer', example: 2 })
  active_generations!: number;

  @ApiProperty({
    description: `Failed of those that completed or failed ${recent}, 0 to 1; 0 while there are none`,
    example: 0.0217,
  })
  error_rate!: number;
}

/** The state of generation at a glance; figures of jobs are at most a second old. */
export class MetricsSummaryDto {
  @ApiProperty({ type: GenerationMetricsDto })
  generation_metrics!: GenerationMetricsDto;

  @ApiProperty({ type: PerformanceMetricsDto })
  performance_metrics!: PerformanceMetricsDto;

  @ApiProperty({ type: UserActivityDto })
  user_activity!: UserActivityDto;

  @ApiProperty({ type: SystemHealthDto })
  system_health!: SystemHealthDto;
}

/** Something an operator should look at. */
export class AlertDto {
  @ApiProperty({ enum: ['high_error_rate', 'long_queue', 'slow_responses', 'low_success_rate'] })
  type!: 'high_error_rate' | 'long_queue' | 'slow_responses' | 'low_success_rate';

  @ApiProperty({ enum: ['medium', 'high'] })
  severity!: 'medium' | 'high';

  @ApiProperty({ example: '12.5 % of the generations of the last hour failed' })
  message!: string;
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AlertDto, MetricsSummaryDto } from '../analytics/generation/metrics.dto.js';
import { environments } from '../config/environment.js';

/** What a visitor of `/` is told. */
export class WelcomeDto {
  @ApiProperty({ example: 'Welcome to Genonaut API' })
  message!: string;

  @ApiProperty({ example: '1.0.0' })
  version!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'genonaut_demo' })
  database!: string | null;

  @ApiProperty({ example: '/docs' })
  docs!: string;

  @ApiProperty({ example: '/redoc' })
  redoc!: string;

  @ApiProperty({ example: '/api/v1/health' })
  health!: string;

  @ApiProperty({ example: '/api/v1/databases' })
  database_info!: string;

  @ApiProperty({ example: '/api/v1/stats/global' })
  global_stats!: string;

  @ApiProperty({ example: '/api/v1/tags/hierarchy' })
  tag_hierarchy!: string;
}

/** State of PostgreSQL. */
export class DatabaseHealthDto {
  @ApiProperty({ enum: ['connected', 'disconnected'] })
  status!: 'connected' | 'disconnected';

  @ApiProperty({ type: 'string', nullable: true, example: 'genonaut_demo' })
  name!: string | null;
}

/** State of Redis. */
export class RedisHealthDto {
  @ApiProperty({ enum: ['connected', 'disconnected'] })
  status!: 'connected' | 'disconnected';
}

/** Whether this process can serve: without Redis it does so degraded, without PostgreSQL not at all. */
export class HealthDto {
  @ApiProperty({ enum: ['healthy', 'degraded', 'unhealthy'] })
  status!: 'healthy' | 'degraded' | 'unhealthy';

  @ApiProperty({ type: DatabaseHealthDto })
  database!: DatabaseHealthDto;

  @ApiProperty({ type: RedisHealthDto })
  redis!: RedisHealthDto;

  @ApiProperty({ format: 'date-time' })
  timestamp!: string;

  @ApiPropertyOptional({ description: 'What is missing' })
  error?: string;
}

/** For the documentation of 503. */
export const unhealthyExample = {
  status: 'unhealthy',
  database: { status: 'disconnected', name: null },
  redis: { status: 'connected' },
  timestamp: '2025-10-23T10:00:00.000Z',
  error: 'PostgreSQL does not answer',
} satisfies HealthDto;

/** Where `/health` sends those who want to know more. */
export const elderHealth = 'Use /api/v1/health for detailed health check';

/** The same for `/health`, which points to its elder. */
export class RootHealthDto extends HealthDto {
  @ApiProperty({ example: elderHealth })
  message!: string;
}

/** Where this build comes from. */
export class BuildDto {
  @ApiPropertyOptional({ example: '4f0c2a7' })
  commit?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  built_at?: string;
}

/** What is running here. */
export class InfoDto {
  @ApiProperty({ example: 'Genonaut API' })
  name!: string;

  @ApiProperty()
  description!: string;

  @ApiProperty({ example: '1.0.0' })
  version!: string;

  @ApiProperty({ example: 'v1' })
  api_version!: string;

  @ApiProperty({ enum: environments, enumName: 'Environment' })
  environment!: string;

  @ApiProperty({ example: 'v24.21.0' })
  node_version!: string;

  @ApiProperty({ type: BuildDto })
  build!: BuildDto;

  @ApiProperty({ type: 'integer', example: 3600 })
  uptime_seconds!: number;

  @ApiProperty({ format: 'date-time' })
  started_at!: string;
}

/** Version of the build and of the API. */
export class VersionDto {
  @ApiProperty({ example: '1.0.0' })
  version!: string;

  @ApiProperty({ example: 'v1' })
  api_version!: string;
}

/** The databases this installation knows, by environment. */
export class DatabasesDto {
  @ApiProperty({ type: [String], example: ['dev', 'demo', 'test'] })
  available_databases!: string[];

  @ApiProperty({ example: 'demo' })
  current_database!: string;
}

/** The same under the names of the first design, where environments were schemas of one database. */
export class SchemasDto {
  @ApiProperty({ type: [String], example: ['app', 'demo', 'test'] })
  available_schemas!: string[];

  @ApiProperty({ example: 'demo' })
  current_schema!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { app: 'dev', demo: 'demo', test: 'test' },
  })
  mapping!: Record<string, string>;
}

/** Memory of this process, in bytes. */
export class ProcessMemoryDto {
  @ApiProperty({ type: 'integer', example: 191365120 })
  rss!: number;

  @ApiProperty({ type: 'integer', example: 98566144 })
  heap_total!: number;

  @ApiProperty({ type: 'integer', example: 71303168 })
  heap_used!: number;
}

/** Time of processors this process has used. */
export class ProcessCpuDto {
  @ApiProperty({ example: 12.34 })
  user_seconds!: number;

  @ApiProperty({ example: 1.56 })
  system_seconds!: number;
}

/** This process. */
export class ProcessDto {
  @ApiProperty({ type: ProcessMemoryDto })
  memory!: ProcessMemoryDto;

  @ApiProperty({ type: ProcessCpuDto })
  cpu!: ProcessCpuDto;
}

/** How generation fares, what to look at, and what this process uses. */
export class MetricsDto extends MetricsSummaryDto {
  @ApiProperty({ type: [AlertDto] })
  alerts!: AlertDto[];

  @ApiProperty({ type: ProcessDto })
  process!: ProcessDto;
}

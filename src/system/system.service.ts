import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { MetricsService } from '../analytics/generation/metrics.service.js';
import { Clock } from '../common/clock.js';
import { AppConfig } from '../config/app-config.js';
import { apiVersion } from '../version.js';
import { roundTo } from '../common/round.js';
import { resourceUsage } from '../common/resource-usage.js';
import type {
  DatabasesDto,
  InfoDto,
  MetricsDto,
  ProcessDto,
  SchemasDto,
  VersionDto,
  WelcomeDto,
} from './system.dto.js';

/** Schema names of the first design and the environments they became. */
const schemaOf: Record<string, string> = { dev: 'app', demo: 'demo', test: 'test', prod: 'app' };

function processDto(): ProcessDto {
  const { memory, cpu } = resourceUsage();
  return {
    memory: { rss: memory.rss, heap_total: memory.heapTotal, heap_used: memory.heapUsed },
    cpu: { user_seconds: roundTo(cpu.userSeconds, 2), system_seconds: roundTo(cpu.systemSeconds, 2) },
  };
}

/** What this process can tell of itself. */
@Injectable()
export class SystemService {
  private readonly startedAt: Date;

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly generation: MetricsService,
  ) {
    this.startedAt = clock.now();
  }

  welcome(): WelcomeDto {
    return {
      message: 'Welcome to Genonaut API',
      version: apiVersion,
      database: this.dataSource.driver.database ?? null,
      docs: '/docs',
      redoc: '/redoc',
      health: '/api/v1/health',
      database_info: '/api/v1/databases',
      global_stats: '/api/v1/stats/global',
      tag_hierarchy: '/api/v1/tags/hierarchy',
    };
  }

  info(): InfoDto {
    return {
      name: 'Genonaut API',
      description:
        'Content made by people and by machines, its tags, recommendations, generation jobs and analytics',
      ...this.version(),
      environment: this.config.environment,
      node_version: process.version,
      build: this.config.build,
      uptime_seconds: Math.floor((this.clock.now().getTime() - this.startedAt.getTime()) / 1000),
      started_at: this.startedAt.toISOString(),
    };
  }

  async metrics(): Promise<MetricsDto> {
    const [summary, alerts] = await Promise.all([
      this.generation.getMetricsSummary(),
      this.generation.getAlerts(),
    ]);
    return { ...summary, alerts, process: processDto() };
  }

  version(): VersionDto {
    return { version: apiVersion, api_version: 'v1' };
  }

  databases(): DatabasesDto {
    return {
      available_databases: [...this.config.knownEnvironments],
      current_database: this.config.environment,
    };
  }

  schemas(): SchemasDto {
    const known = this.config.knownEnvironments.map((name): [string, string] => [
      schemaOf[name] ?? name,
      name,
    ]);
    return {
      available_schemas: known.map(([schema]) => schema),
      current_schema: schemaOf[this.config.environment] ?? this.config.environment,
      mapping: Object.fromEntries(known),
    };
  }
}

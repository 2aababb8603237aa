import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import sql from 'sql-template-tag';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { within } from '../common/within.js';
import { runSql } from '../database/run-sql.js';
import { REDIS } from '../redis/redis.tokens.js';
import type { HealthDto } from './system.dto.js';

const budgetMs = 2_000;

/** Asks the stores whether they answer. */
@Injectable()
export class HealthService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly clock: Clock,
  ) {}

  async check(): Promise<HealthDto> {
    const [database, redis] = await Promise.allSettled([
      within(budgetMs, this.databaseName()),
      within(budgetMs, this.redis.ping()),
    ]);
    const name = database.status === 'fulfilled' ? database.value : null;
    const isRedisUp = redis.status === 'fulfilled';
    const error =
      name === null ? 'PostgreSQL does not answer' : isRedisUp ? undefined : 'Redis does not answer';
    return {
      status: name === null ? 'unhealthy' : isRedisUp ? 'healthy' : 'degraded',
      database: { status: name === null ? 'disconnected' : 'connected', name },
      redis: { status: isRedisUp ? 'connected' : 'disconnected' },
      timestamp: this.clock.now().toISOString(),
      ...(error !== undefined && { error }),
    };
  }

  private async databaseName(): Promise<string> {
    const [row] = await runSql<{ name: string }>(this.dataSource, sql`SELECT current_database() AS name`);
    return row?.name ?? '';
  }
}

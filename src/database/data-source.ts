import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { AppConfig } from '../config/app-config.js';
import { entities } from './entities.js';
import { QueryCounter } from './query-counter.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

// SUM(int) is int8 and AVG is numeric, which pg hands over as texts; the API promises JSON numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/**
 * PostgreSQL start-up parameters of every connection: UTC, the time limits of contract §4.11, and after a minute without
 * a sign of life the end of sessions of machines that vanished, whose locks would otherwise be held for hours.
 */
function sessionOptions(config: AppConfig): string {
  const parameters = {
    TimeZone: 'UTC',
    statement_timeout: config.get('statement-timeout').toLowerCase(),
    lock_timeout: config.get('lock-timeout').toLowerCase(),
    idle_in_transaction_session_timeout: config.get('idle-in-transaction-session-timeout').toLowerCase(),
    tcp_keepalives_idle: 30,
    tcp_keepalives_interval: 10,
    tcp_keepalives_count: 3,
  };
  return Object.entries(parameters)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/**
 * For a moment a fresh connection is neither the pool's nor TypeORM's: ended by PostgreSQL just then, its error would
 * have no listener and bring the process down. Whoever uses the connection sees the error anyway.
 */
function keepListening(client: pg.Client): void {
  client.on('error', () => undefined);
}

/** TypeORM's options for the configured database; schema changes come from migrations only. */
export function dataSourceOptions(config: AppConfig): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    entities,
    synchronize: false,
    namingStrategy: new SnakeNamingStrategy(),
    logger: new QueryCounter(),
    poolSize: config.get('db-pool-size') + config.get('db-max-overflow'),
    applicationName: `genonaut-${config.environment}`,
    extra: {
      min: config.get('db-pool-size'),
      options: sessionOptions(config),
      maxLifetimeSeconds: config.get('db-pool-recycle'),
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 30_000,
      onConnect: keepListening,
    },
  };
}

export function createDataSource(config: AppConfig): DataSource {
  return new DataSource(dataSourceOptions(config));
}

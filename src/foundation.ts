import type { ModuleMetadata } from '@nestjs/common';
import type { Logger } from 'pino';
import { CommonModule } from './common/common.module.js';
import type { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { LoggingModule } from './logging/logging.module.js';
import { RedisModule } from './redis/redis.module.js';

/** What every process stands on: configuration, log, clock, and the two stores. */
export function foundation(config: AppConfig, logger: Logger): NonNullable<ModuleMetadata['imports']> {
  return [
    ConfigModule.register(config),
    LoggingModule.register(logger),
    CommonModule,
    DatabaseModule,
    RedisModule,
  ];
}

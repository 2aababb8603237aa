import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { CachePlannerModule } from '../analytics/routes/cache-planner.module.js';
import { EventPipelinesModule } from '../analytics/event-pipelines.module.js';
import { CommonModule } from '../common/common.module.js';
import type { AppConfig } from '../config/app-config.js';
import { ConfigModule } from '../config/config.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { LoggingModule } from '../logging/logging.module.js';
import { RedisModule } from '../redis/redis.module.js';

/** What the commands of an operator need: services, no controllers, no schedule. */
@Module({})
export class CliModule {
  static register(config: AppConfig, logger: Logger): DynamicModule {
    return {
      module: CliModule,
      imports: [
        ConfigModule.register(config),
        LoggingModule.register(logger),
        CommonModule,
        DatabaseModule,
        RedisModule,
        EventPipelinesModule,
        CachePlannerModule,
      ],
    };
  }
}

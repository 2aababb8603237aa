import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { AppConfig } from './config/app-config.js';
import { NestLogger } from './logging/nest-logger.js';
import { setupApp } from './setup-app.js';

/** Makes the API application, complete but not listening. */
export async function createApi(config: AppConfig, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(config, logger), {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLogger(logger),
  });
  return setupApp(app);
}

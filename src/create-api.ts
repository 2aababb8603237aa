import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { ConditionalAdapter } from './common/http/conditional.adapter.js';
import type { AppConfig } from './config/app-config.js';
import { NestLogger } from './logging/nest-logger.js';
import { setupApp } from './setup-app.js';

/** Express as Nest is given it, because it makes its router, which reads these, at the first touch. */
function createServer(): Express {
  const server = express();
  // One spelling per path: what goes by the prefix /api/, such as the capture, would otherwise miss /API/v1.
  server.set('case sensitive routing', true);
  server.set('query parser', 'simple');
  // ConditionalAdapter tags what handlers answer; errors and pages of documentation are in no need of it.
  server.set('etag', false);
  return server;
}

/** Makes the API application, complete but not listening. */
export async function createApi(
  config: AppConfig,
  logger: Logger,
  root: DynamicModule = AppModule.register(config, logger),
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(root, new ConditionalAdapter(createServer()), {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLogger(logger),
  });
  return setupApp(app);
}

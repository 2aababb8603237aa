/**
 * Three APIs in one process apart from the bench's, alike but for the capture of requests: they share compiled code and
 * memory, so that what differs from process to process does not count as its cost. Takes `Connections`, answers the URLs.
 */
import {
  type CallHandler,
  Controller,
  type DynamicModule,
  type ExecutionContext,
  Get,
  Module,
  type NestInterceptor,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../src/app.module.js';
import type { AppConfig } from '../../src/config/app-config.js';
import type { Connections } from '../../src/config/connections.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createLogger } from '../../src/logging/logger.js';
import { setupApp } from '../../src/setup-app.js';
import { type Variant, variants } from './capture-variants.js';
import { readInput, serveQuestions } from './serve-questions.js';

/** The least a handler can do. */
@Controller('api/v1/bench')
class TrivialController {
  @Get('hello')
  hello(): { hello: string } {
    return { hello: 'world' };
  }
}

/** The product's API with the trivial handler. */
@Module({ controllers: [TrivialController] })
class BenchModule {
  static register(config: AppConfig): DynamicModule {
    const logger = createLogger(config.with({ values: { 'log-format': 'json' } }));
    return { module: BenchModule, imports: [AppModule.register(config, logger)] };
  }
}

/** What Nest itself spends on any interceptor. */
class BareInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    return next.handle();
  }
}

async function start(variant: Variant, connections: Connections): Promise<NestExpressApplication> {
  const values = { 'route-analytics.enabled': variant === 'on' };
  const config = loadConfig({ variables: { APP_ENV: 'test' } }).with({ connections, values });
  const module = BenchModule.register(config);
  const app = await NestFactory.create<NestExpressApplication>(module, { bodyParser: false, logger: false });
  setupApp(app);
  if (variant === 'bare') app.useGlobalInterceptors(new BareInterceptor());
  await app.listen(0, '127.0.0.1');
  return app;
}

const connections = await readInput<Connections>();
const apps = await Promise.all(variants.map((variant) => start(variant, connections)));
const urls = await Promise.all(apps.map((app) => app.getUrl()));
serveQuestions({
  ready: Object.fromEntries(variants.map((variant, index) => [variant, urls[index]])),
  close: () => Promise.all(apps.map((app) => app.close())),
});

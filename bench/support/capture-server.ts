/**
 * Two APIs in one process apart from the bench's, alike but for the capture of requests: they share compiled code and
 * memory, so that what differs from process to process does not count as its cost. Takes `Connections` as one JSON
 * argument, sends the URLs when both listen, and answers every message with the CPU time used, in microseconds.
 */
import { Controller, type DynamicModule, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../src/app.module.js';
import type { AppConfig } from '../../src/config/app-config.js';
import type { Connections } from '../../src/config/connections.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createLogger } from '../../src/logging/logger.js';
import { setupApp } from '../../src/setup-app.js';

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

async function start(isCaptured: boolean): Promise<NestExpressApplication> {
  const connections = JSON.parse(process.argv[2] ?? '{}') as Connections;
  const values = { 'route-analytics.enabled': isCaptured };
  const config = loadConfig({ variables: { APP_ENV: 'test' } }).with({ connections, values });
  const module = BenchModule.register(config);
  const app = await NestFactory.create<NestExpressApplication>(module, { bodyParser: false, logger: false });
  await setupApp(app).listen(0, '127.0.0.1');
  return app;
}

const apps = { on: await start(true), off: await start(false) };
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on('disconnect', () => {
  void Promise.all([apps.on.close(), apps.off.close()]).then(() => process.exit(0));
});
process.send?.({ on: await apps.on.getUrl(), off: await apps.off.getUrl() });

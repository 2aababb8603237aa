/**
 * An API in a process of its own, with one trivial handler beside the product's: `bench/capture` starts two of them.
 * Takes `{connections, values}` as one JSON argument, sends its URL when it listens, and answers every message with
 * the CPU time it has used, in microseconds.
 */
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../src/app.module.js';
import type { Connections } from '../../src/config/connections.js';
import type { SettingValues } from '../../src/config/config.schema.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createLogger } from '../../src/logging/logger.js';
import { setupApp } from '../../src/setup-app.js';

export interface CaptureServerOptions {
  readonly connections: Connections;
  readonly values: Partial<SettingValues>;
}

/** The least a handler can do. */
@Controller('api/v1/bench')
class TrivialController {
  @Get('hello')
  hello(): { hello: string } {
    return { hello: 'world' };
  }
}

const { connections, values } = JSON.parse(process.argv[2] ?? '{}') as CaptureServerOptions;
const config = loadConfig({ variables: { APP_ENV: 'test' } }).with({ connections, values });

/** The product's API with the trivial handler. */
@Module({
  imports: [AppModule.register(config, createLogger(config.with({ values: { 'log-format': 'json' } })))],
  controllers: [TrivialController],
})
class BenchModule {}

const app = await NestFactory.create<NestExpressApplication>(BenchModule, {
  bodyParser: false,
  logger: false,
});
setupApp(app);
await app.listen(0, '127.0.0.1');
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on('disconnect', () => {
  void app.close().then(() => process.exit(0));
});
process.send?.(await app.getUrl());

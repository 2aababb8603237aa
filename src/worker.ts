import { NestFactory } from '@nestjs/core';
import { NestLogger } from './logging/nest-logger.js';
import { runProcess } from './process.js';
import { WorkerModule } from './worker.module.js';

await runProcess('worker', async (config, logger) => {
  const options = { abortOnError: false, logger: new NestLogger(logger) };
  const app = await NestFactory.createApplicationContext(WorkerModule.register(config, logger), options);
  logger.info('worker ready');
  return app;
});

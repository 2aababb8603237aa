/** The worker as production runs it, in a process of its own; takes `ServerInput`, answers when it is ready. */
import { NestFactory } from '@nestjs/core';
import { createLogger } from '../../src/logging/logger.js';
import { NestLogger } from '../../src/logging/nest-logger.js';
import { WorkerModule } from '../../src/worker.module.js';
import { productionConfig, type ServerInput } from './production-config.js';
import { readInput, serveQuestions } from './serve-questions.js';

const config = productionConfig(await readInput<ServerInput>());
const logger = createLogger(config);
const worker = await NestFactory.createApplicationContext(WorkerModule.register(config, logger), {
  logger: new NestLogger(logger),
});
serveQuestions({ ready: true, close: () => worker.close() });

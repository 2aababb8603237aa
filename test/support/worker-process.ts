import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock } from '../../src/common/clock.js';
import type { AppConfig } from '../../src/config/app-config.js';
import { ContentModule } from '../../src/content/content.module.js';
import { ContentService } from '../../src/content/content.service.js';
import { foundation } from '../../src/foundation.js';
import type { Generator } from '../../src/generation-jobs/generators/generator.js';
import { Generators } from '../../src/generation-jobs/generators/generators.js';
import { JobAttempts } from '../../src/generation-jobs/lifecycle/job-attempts.js';
import { LifecycleModule } from '../../src/generation-jobs/lifecycle/lifecycle.module.js';
import { GenerationProcessor } from '../../src/generation-jobs/worker/generation.processor.js';
import { JobOutputs } from '../../src/generation-jobs/worker/job-outputs.js';
import { JobRunner } from '../../src/generation-jobs/worker/job-runner.js';
import { ImagesWorkerModule } from '../../src/images/images-worker.module.js';
import { ImagesService } from '../../src/images/images.service.js';
import { createLogger } from '../../src/logging/logger.js';
import { RedisSubscriber } from '../../src/redis/redis-subscriber.js';

/** The modules of generation jobs as a worker process has them, without the worker. */
export function createJobContext(config: AppConfig): Promise<INestApplicationContext> {
  class JobContextModule {}
  const imports = [
    ...foundation(config, createLogger(config)),
    LifecycleModule,
    ImagesWorkerModule,
    ContentModule,
  ];
  return NestFactory.createApplicationContext({ module: JobContextModule, imports }, { logger: false });
}

/** The part of a worker process that generates, with a generator of the test's own. */
export class WorkerProcess {
  private constructor(
    private readonly context: INestApplicationContext,
    private readonly processor: GenerationProcessor,
  ) {}

  static async start(config: AppConfig, generator: Generator): Promise<WorkerProcess> {
    const context = await createJobContext(config);
    const runner = new JobRunner(
      context.get(JobAttempts),
      new Generators([generator], config),
      new JobOutputs(context.get(ImagesService), context.get(ContentService)),
      context.get(RedisSubscriber),
      config,
    );
    const processor = new GenerationProcessor(runner, config, context.get(Clock));
    processor.onApplicationBootstrap();
    return new WorkerProcess(context, processor);
  }

  /** As SIGTERM does. */
  async stop(): Promise<void> {
    await this.processor.beforeApplicationShutdown();
    await this.context.close();
  }
}

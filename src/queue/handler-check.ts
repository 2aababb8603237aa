import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { JobProcessor } from './job-processor.js';
import { allJobs, type JobDefinition } from './queue.contracts.js';

/** @throws when a job has no handler, which would let it wait for ever, or two, which would share its runs. */
export function assertOneHandlerEach(
  definitions: readonly JobDefinition<unknown>[],
  processors: readonly JobProcessor[],
): void {
  const handled = processors.flatMap((processor) => processor.handlers.map((handler) => handler.job));
  for (const definition of definitions) {
    const count = handled.filter((job) => job === definition).length;
    if (count !== 1) throw new Error(`job '${definition.name}' has ${count} handlers instead of one`);
  }
}

/** Stops a worker from starting while a job of the contracts has no handler, or more than one. */
@Injectable()
export class HandlerCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map((provider) => provider.instance as unknown);
    assertOneHandlerEach(
      allJobs,
      instances.filter((instance) => instance instanceof JobProcessor),
    );
  }
}

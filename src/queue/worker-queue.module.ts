import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { HandlerCheck } from './handler-check.js';
import { QueueModule } from './queue.module.js';

/** The queues of a process that runs jobs, with the check that every job finds its handler. */
@Module({
  imports: [QueueModule, DiscoveryModule],
  providers: [HandlerCheck],
  exports: [QueueModule],
})
export class WorkerQueueModule {}

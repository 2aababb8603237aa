/**
 * Finds what a crash or an outage left undone, by comparing the rows with the queue: jobs of workers that died, waiting
 * jobs of users with free places, entries that are gone. Every worker process looks every `generation.reconcile-ms`,
 * right after its start and when Redis is back; never two at a time, which is economy: the repairs bear it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { AppConfig } from '../../config/app-config.js';
import { unlessLocked } from '../../database/unless-locked.js';
import { REDIS } from '../../redis/redis.tokens.js';
import { JobRepairs } from '../lifecycle/job-repairs.js';

const lockName = 'genonaut generation reconciler';

/** Keeps the rows of generation jobs and the queue together. */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Reconciler.name);
  /** Ends the rest before the next pass. */
  private alarm = new AbortController();
  private isStopping = false;
  private isFailing = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly repairs: JobRepairs,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.redis.on('ready', this.wake);
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.redis.off('ready', this.wake);
    this.isStopping = true;
    this.wake();
    await this.running;
  }

  private readonly wake = (): void => {
    this.alarm.abort();
  };

  private async run(): Promise<void> {
    const restMs = this.config.get('generation.reconcile-ms');
    while (!this.isStopping) {
      this.alarm = new AbortController();
      await this.pass();
      await sleep(restMs, undefined, { signal: this.alarm.signal }).catch(() => undefined);
    }
  }

  private async pass(): Promise<void> {
    try {
      await unlessLocked(this.dataSource, lockName, () => this.repair());
      if (this.isFailing) this.logger.log('reconciles again');
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn(`cannot reconcile: ${String(error)}`);
      this.isFailing = true;
    }
  }

  private async repair(): Promise<void> {
    const recovered = await this.repairs.recoverDead();
    if (recovered > 0) this.logger.warn(`${recovered} jobs of workers that fell silent were taken from them`);
    await this.repairs.admitWaiting();
    await this.repairs.requeueAdmitted();
  }
}

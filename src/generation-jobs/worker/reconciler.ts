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
import { forEachSettled } from '../../common/for-each-settled.js';
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
  /** Since when the database has answered whenever it was asked; undefined while it does not. */
  private reachedSince: number | undefined;
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
      await this.noteReach();
      await unlessLocked(this.dataSource, lockName, () => this.repair());
      if (this.isFailing) this.logger.log('reconciles again');
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn(`cannot reconcile: ${String(error)}`);
      this.isFailing = true;
    }
  }

  private async noteReach(): Promise<void> {
    try {
      await this.dataSource.query('SELECT 1');
      this.reachedSince ??= performance.now();
    } catch (error) {
      this.reachedSince = undefined;
      throw error;
    }
  }

  /** What one of them cannot mend, such as the queue while Redis is away, keeps none of the others from their work. */
  private repair(): Promise<void> {
    const repairs = [
      () => this.recoverDead(),
      () => this.repairs.admitWaiting(),
      () => this.repairs.requeueAdmitted(),
    ];
    return forEachSettled<() => Promise<unknown>>(repairs, (repair) => repair());
  }

  /** After an outage of the database every worker has been silent: those that live get the time to be heard of. */
  private async recoverDead(): Promise<void> {
    const graceMs = 2 * this.config.get('generation.heartbeat-ms');
    if (this.reachedSince === undefined || performance.now() - this.reachedSince < graceMs) return;
    const recovered = await this.repairs.recoverDead();
    if (recovered > 0) this.logger.warn(`${recovered} jobs of workers that fell silent were taken from them`);
  }
}

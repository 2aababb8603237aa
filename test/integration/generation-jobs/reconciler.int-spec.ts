import { setTimeout as sleep } from 'node:timers/promises';
import { createDataSource } from '../../../src/database/data-source.js';
import { unlessLocked } from '../../../src/database/unless-locked.js';
import { JobType } from '../../../src/generation-jobs/generation-job.entity.js';
import { JobRepairs } from '../../../src/generation-jobs/lifecycle/job-repairs.js';
import { Reconciler } from '../../../src/generation-jobs/worker/reconciler.js';
import { createRedis } from '../../../src/redis/create-redis.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { startTcpProxy } from '../../support/tcp-proxy.js';
import { until } from '../../support/until.js';
import { JobBoard } from './job-board.js';
import { scripted } from '../../support/scripted-generator.js';

describe('the reconciler', () => {
  let board: JobBoard;
  let userId: string;
  const started: Reconciler[] = [];

  beforeAll(async () => {
    board = await JobBoard.open({ 'generation.reconcile-ms': 50, 'generation.max-active-per-user': 2 });
  });
  beforeEach(async () => {
    userId = await board.createUser();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((reconciler) => reconciler.beforeApplicationShutdown()));
    await board.stopWorkers();
  });
  afterAll(() => board.close());

  function startReconciler(repairs = board.get(JobRepairs), config = board.config): void {
    const reconciler = new Reconciler(board.dataSource, board.redis.client, repairs, config);
    started.push(reconciler);
    reconciler.onApplicationBootstrap();
  }

  /** Repairs of which nothing is wanted but what a test says. */
  function repairsOf(some: Partial<JobRepairs>): JobRepairs {
    const nothing = (): Promise<number> => Promise.resolve(0);
    const none = { recoverDead: nothing, admitWaiting: nothing, requeueAdmitted: nothing };
    return Object.assign(Object.create(JobRepairs.prototype) as JobRepairs, none, some);
  }

  it('puts the jobs of a Redis that lost everything into the queue again', async () => {
    const jobs = await Promise.all(Array.from({ length: 3 }, () => board.submit(userId)));
    await board.flushRedis();
    startReconciler();
    await board.startWorker(scripted());
    for (const { id } of jobs) {
      expect(await board.ended(id)).toMatchObject({ status: 'completed', attempts: 1 });
      expect(await board.statuses(id)).toEqual(['started', 'completed']);
    }
  });

  it('finds jobs that nobody got to enqueue', async () => {
    const [job] = await createGenerationJobs(board.dataSource, userId, [{ jobType: JobType.Text }]);
    startReconciler();
    await board.startWorker(scripted());
    expect(await board.ended(job!.id)).toMatchObject({ status: 'completed' });
  });

  it('adds no second entry where there is one', async () => {
    const { id } = await board.submit(userId);
    await board.get(JobRepairs).requeueAdmitted();
    await board.get(JobRepairs).requeueAdmitted();
    expect(await board.redis.client.llen(`${board.redis.ns}:generation:wait`)).toBe(1);
    await board.startWorker(scripted());
    await board.ended(id);
  });

  it('leaves the work to another that is at it', async () => {
    let passes = 0;
    const counting = repairsOf({ admitWaiting: () => Promise.resolve(++passes) });
    await unlessLocked(board.dataSource, 'genonaut generation reconciler', async () => {
      startReconciler(counting);
      await sleep(150);
      expect(passes).toBe(0);
    });
    await until(() => passes > 1);
  });

  it('goes on after failures, and looks at once when Redis is back', async () => {
    const proxy = await startTcpProxy(board.redis.url);
    const config = board.config.with({
      values: { 'generation.reconcile-ms': 3_600_000 },
      connections: { redisUrl: proxy.url },
    });
    const redis = createRedis(config);
    await until(() => redis.status === 'ready');
    let passes = 0;
    const failing = repairsOf({ admitWaiting: () => Promise.reject(new Error(`failure ${++passes}`)) });
    const reconciler = new Reconciler(board.dataSource, redis, failing, config);
    reconciler.onApplicationBootstrap();
    await until(() => passes === 1);
    await proxy.cut();
    await until(() => redis.status !== 'ready');
    await proxy.mend();
    await until(() => passes === 2);
    await reconciler.beforeApplicationShutdown();
    redis.disconnect();
    await proxy.cut();
  });

  it('lets workers be heard of again after an outage of the database before it takes jobs from them', async () => {
    const proxy = await startTcpProxy(board.config.databaseUrl);
    const config = board.config.with({
      values: { 'generation.reconcile-ms': 10, 'generation.heartbeat-ms': 100 },
      connections: { databaseUrl: proxy.url },
    });
    const dataSource = await createDataSource(config).initialize();
    const calls: string[] = [];
    const note = (call: string) => (): Promise<number> => Promise.resolve(calls.push(call));
    const noted = repairsOf({ recoverDead: note('recover'), admitWaiting: note('admit') });
    const reconciler = new Reconciler(dataSource, board.redis.client, noted, config);
    reconciler.onApplicationBootstrap();
    await until(() => calls.includes('recover'));
    await proxy.cut();
    await until(async () => {
      const before = calls.length;
      await sleep(100);
      return calls.length === before;
    });
    calls.length = 0;
    await proxy.mend();
    await until(() => calls.includes('recover'));
    expect(calls[0]).toBe('admit');
    await reconciler.beforeApplicationShutdown();
    await dataSource.destroy();
    await proxy.cut();
  });
});

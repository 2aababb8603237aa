import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import { PreparedStatements } from '../../../src/database/prepared-statements.js';
import { type Forecast, QueueForecast } from '../../../src/generation-jobs/forecast/queue-forecast.js';
import type { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';
import { findJob } from '../../../src/generation-jobs/generation-job.queries.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../support/test-stores.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

describe('what is expected of jobs that wait', () => {
  let database: TestDatabase;
  let users: string[];
  let queries: number;
  let forecast: QueueForecast;

  beforeAll(async () => {
    database = await createTestDatabase();
    const names = Array.from({ length: 4 }, () => createUser(database.dataSource));
    users = (await Promise.all(names)).map(({ id }) => id);
  });
  beforeEach(async () => {
    await runSql(database.dataSource, sql`DELETE FROM generation_jobs`);
    queries = 0;
    const statements = new PreparedStatements(database.dataSource);
    const counting = {
      query: (text: string, values?: unknown[]) => {
        queries += 1;
        return statements.query(text, values);
      },
    } as PreparedStatements;
    const config = testConfig({ 'generation.concurrency': 2, 'generation.max-active-per-user': 4 });
    forecast = new QueueForecast(counting, new FixedClock(now), config);
  });
  afterAll(() => database.drop());

  const create = (user: number, ...all: Partial<GenerationJob>[]): Promise<GenerationJob[]> =>
    createGenerationJobs(
      database.dataSource,
      users[user]!,
      all.map((overrides) => ({ width: 512, height: 512, createdAt: now, ...overrides })),
    );
  const many = (count: number, overrides: Partial<GenerationJob> = {}): Partial<GenerationJob>[] =>
    Array.from({ length: count }, () => overrides);
  const forecasts = async (...jobs: GenerationJob[]): Promise<(Forecast | undefined)[]> => {
    const read = await Promise.all(jobs.map(({ id }) => findJob(database.dataSource, id)));
    const all = await forecast.of(read as GenerationJob[]);
    return jobs.map(({ id }) => all.get(id));
  };
  const positions = async (...jobs: GenerationJob[]): Promise<unknown[]> =>
    (await forecasts(...jobs)).map((one) => one?.position);

  it('is nothing, and costs nothing, of jobs that do not wait', async () => {
    const jobs = await create(0, { status: 'running' }, { status: 'completed' }, { status: 'cancelled' });
    expect(await forecasts(...jobs)).toEqual([undefined, undefined, undefined]);
    expect(await forecast.of([])).toEqual(new Map());
    expect(queries).toBe(0);
  });

  it('orders the queue by admission, whatever the priorities', async () => {
    const [late, early, urgent] = await create(
      0,
      { admittedAt: at(2) },
      { admittedAt: at(1) },
      { admittedAt: at(3), priority: 5 },
    );
    expect(await positions(late!, early!, urgent!)).toEqual([2, 1, 3]);
  });

  it('lets the jobs of one user that wait outside the queue take turns with those of others', async () => {
    const crowd = await create(0, ...many(2, { admittedAt: now }), ...many(1000));
    const [, second] = await create(1, { createdAt: at(-9) }, { createdAt: at(60) });
    const [only] = await create(2, { createdAt: at(120) });
    // Two in the queue; then rounds of three, two, one, one … jobs.
    expect(await positions(only!, crowd[2]!, second!, crowd[3]!)).toEqual([4, 4, 6, 6]);
    expect(await positions(crowd[4]!, crowd.at(-1)!)).toEqual([8, 1005]);
  });

  it('puts the jobs of a user in the order of their priority, time and id', async () => {
    const [third, first, second, fourth] = await create(
      0,
      { createdAt: at(1) },
      { createdAt: at(9), priority: 1 },
      { createdAt: at(0) },
      { createdAt: at(1) },
    );
    expect(await positions(first!, second!, third!, fourth!)).toEqual([1, 2, 3, 4]);
  });

  it('does not say where a job is that has two thousand of its user before it', async () => {
    await runSql(
      database.dataSource,
      sql`
        INSERT INTO generation_jobs (user_id, job_type, prompt, created_at)
        SELECT ${users[0]}, 'text_generation', 'one of many', ${now} FROM generate_series(1, 1999)`,
    );
    const [last, beyond] = await create(0, { createdAt: at(1) }, { createdAt: at(2) });
    expect(await forecasts(last!, beyond!)).toEqual([
      expect.objectContaining({ position: 2_000 }),
      { position: null, startSeconds: null, durationSeconds: null },
    ]);
  });

  it('takes three statements for any number of jobs', async () => {
    const jobs = [
      ...(await create(0, ...many(50))),
      ...(await create(1, ...many(50))),
      ...(await create(2, ...many(4, { admittedAt: now }))),
    ];
    await forecasts(...jobs);
    expect(queries).toBe(3);
  });

  describe('in time', () => {
    const took = (
      seconds: number,
      ago: number,
      more: Partial<GenerationJob> = {},
    ): Partial<GenerationJob> => ({
      status: 'completed',
      startedAt: at(-ago - seconds),
      completedAt: at(-ago),
      ...more,
    });

    it('is unknown before any job was measured, but for one that has a place', async () => {
      const [first, second] = await create(0, { admittedAt: at(1) }, { admittedAt: at(2) });
      await create(1, { status: 'completed', completedAt: now }, took(5, 1, { status: 'failed' }));
      expect(await forecasts(first!, second!)).toEqual([
        { position: 1, startSeconds: 0, durationSeconds: null },
        { position: 2, startSeconds: null, durationSeconds: null },
      ]);
    });

    it('follows the median of like jobs, the mean of all and the places of the workers', async () => {
      await create(
        1,
        took(2, 10),
        took(4, 20),
        took(9, 30),
        took(65, 40, { width: 2048, height: 2048 }),
        took(20, 50, { jobType: 'text_generation', width: null, height: null }),
      );
      // Two places at each of two workers, all taken: the mean is (2 + 4 + 9 + 65 + 20) / 5 = 20 seconds.
      await create(
        2,
        ...many(2, { status: 'running', claimedBy: 'one' }),
        ...many(2, { status: 'running', claimedBy: 'two' }),
      );
      const [image, large, text, audio] = await create(
        0,
        { admittedAt: at(1) },
        { admittedAt: at(2), width: 1500, height: 1500, batchSize: 2 },
        { admittedAt: at(3), jobType: 'text_generation', width: null, height: null },
        { jobType: 'audio_generation' },
      );
      expect(await forecasts(image!, large!, text!, audio!)).toEqual([
        { position: 1, startSeconds: 2.5, durationSeconds: 4 },
        { position: 2, startSeconds: 7.5, durationSeconds: 65 },
        { position: 3, startSeconds: 12.5, durationSeconds: 20 },
        { position: 4, startSeconds: 17.5, durationSeconds: null },
      ]);
    });

    it('counts jobs taken over HTTP as places of their own', async () => {
      await create(1, took(10, 1));
      await create(2, { status: 'running' }, { status: 'running', claimedBy: 'one' });
      const [first, second] = await create(0, { admittedAt: at(1) }, { admittedAt: at(2) });
      // Three places, two of them taken; a job ends every 10 / 3 seconds.
      expect((await forecasts(first!, second!)).map((one) => one?.startSeconds)).toEqual([0, 1.7]);
    });

    it('of a job outside the queue is not before its user has had others end, be places free or not', async () => {
      await create(1, took(10, 1));
      await create(0, ...many(4, { status: 'running', claimedBy: 'one', admittedAt: now }));
      await create(2, { status: 'running', claimedBy: 'two' }, { status: 'running', claimedBy: 'three' });
      const [fifth, sixth] = await create(0, { createdAt: at(1) }, { createdAt: at(2) });
      // One of the user's four jobs of ten seconds ends every two and a half.
      expect((await forecasts(fifth!, sixth!)).map((one) => one?.startSeconds)).toEqual([1.3, 3.8]);
    });

    it.each([{ admittedAt: now }, { admittedAt: null }])(
      'is not before a job may be tried again: %j',
      async (state) => {
        await create(1, took(1, 1));
        const [job] = await create(0, { ...state, availableAt: at(40) });
        expect((await forecasts(job!))[0]).toMatchObject({ position: 1, startSeconds: 40 });
      },
    );
  });
});

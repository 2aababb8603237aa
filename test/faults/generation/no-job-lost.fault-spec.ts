import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source.js';
import { LostEvents } from '../../../src/generation-jobs/reporting/lost-events.js';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { createJobContext } from '../../integration/generation-jobs/worker-process.js';
import { createUser } from '../../support/factories/user.factory.js';
import { testConfig } from '../../support/test-stores.js';
import { until } from '../../support/until.js';
import { GenerationSite } from '../support/generation-site.js';
import { JobClient } from '../support/job-client.js';
import { JobWatcher } from '../support/job-watcher.js';
import { hourMs } from '../../../src/common/durations.js';

const rounds = 36;
/** Well within the time that the jobs of a round take. */
const longestDelayMs = 300;
const endings = ['completed', 'failed', 'cancelled'];

/** A job as the database has it in the end. */
interface StoredJob {
  readonly id: number;
  readonly status: string;
  readonly seqs: number[];
  readonly statuses: string[];
  readonly contents: number;
  readonly files: number;
}

describe('generation while stores, workers and the backend fail', () => {
  let site: GenerationSite;
  let client: JobClient;
  let dataSource: DataSource;
  let userIds: string[];
  const created: number[] = [];
  let struckAtWork = 0;

  beforeAll(async () => {
    site = await GenerationSite.open();
    client = new JobClient(site.apiUrl);
    dataSource = await createDataSource(testConfig({}, site.options.connections)).initialize();
    userIds = [(await createUser(dataSource)).id, (await createUser(dataSource)).id];
  }, 60_000);
  afterAll(async () => {
    await dataSource.destroy();
    await site.close();
  }, 60_000);

  const faults: readonly [name: string, strike: () => Promise<void>][] = [
    ['a worker is killed', async () => site.replaceWorker((await busyWorkers())[0])],
    ['a worker is stopped', () => site.relieveWorker()],
    ['Redis loses everything', () => site.flushRedis()],
    ['Redis is restarted', () => site.restartRedis()],
    ['PostgreSQL is restarted', () => site.postgres.restart()],
    [
      'the backend hangs',
      async () => {
        const before = site.backend.interrupted.length;
        site.backend.fault('hang');
        await until(() => site.backend.interrupted.length > before);
        site.backend.fault('hang', 0);
      },
    ],
  ];

  const allRounds = Array.from({ length: rounds }, (_, round) => {
    const [name, strike] = faults[round % faults.length]!;
    return { round: round + 1, name, strike };
  });

  /** For each user three pictures, which the backend draws one after the other, and a text. */
  function newJobs(): Record<string, unknown>[] {
    const picture = {
      job_type: 'image',
      backend: 'comfyui',
      width: 64,
      height: 64,
      sampler_params: { steps: 8 },
    };
    return userIds.flatMap((userId) =>
      [picture, picture, picture, { job_type: 'text' }].map((job) => ({
        ...job,
        user_id: userId,
        prompt: 'a lighthouse',
      })),
    );
  }

  /** Creates a job, watches it to its end and answers what was seen of it. */
  async function follow(job: Record<string, unknown>, isToBeCancelled: boolean): Promise<[number, number[]]> {
    const id = await client.create(job);
    created.push(id);
    const watching = new JobWatcher(site.apiUrl, id).watch();
    if (isToBeCancelled) {
      await sleep(Math.random() * longestDelayMs);
      await client.cancel(id);
    }
    return [id, await watching];
  }

  /** Names of the workers that have jobs. */
  async function busyWorkers(): Promise<string[]> {
    const rows = await dataSource.query<{ name: string }[]>(
      `SELECT DISTINCT claimed_by AS name FROM generation_jobs WHERE status = 'running'`,
    );
    return rows.map(({ name }) => name);
  }

  /** Some time into the work. */
  async function workUnderWay(): Promise<void> {
    await until(async () => (await busyWorkers()).length > 0);
    await sleep(Math.random() * longestDelayMs);
    if ((await busyWorkers()).length > 0) struckAtWork += 1;
  }

  function storedJobs(ids: readonly number[]): Promise<StoredJob[]> {
    return dataSource.query<StoredJob[]>(
      `SELECT j.id, j.status,
         array_agg(e.seq ORDER BY e.seq) AS seqs,
         array_agg(e.event->>'status' ORDER BY e.seq) AS statuses,
         (SELECT count(*)::int FROM content_items c
          WHERE c.item_metadata->>'generation_job_id' = j.id::text) AS contents,
         (SELECT count(*)::int FROM content_files f WHERE f.content_id = j.content_id AND f.variant = 'original') AS files
       FROM generation_jobs j JOIN generation_job_events e ON e.job_id = j.id
       WHERE j.id = ANY($1) GROUP BY j.id ORDER BY j.id`,
      [ids],
    );
  }

  function expectOneEnd({ status, seqs, statuses, contents }: StoredJob): void {
    expect(statuses.filter((one) => endings.includes(one))).toEqual([status]);
    expect(statuses.at(-1)).toBe(status);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(contents).toBe(status === 'completed' ? 1 : 0);
  }

  it.each(allRounds)(
    'round $round: every job ends once and is seen to its end, though $name',
    async ({ strike }) => {
      const following = Promise.all(newJobs().map((job, index) => follow(job, index === 1)));
      following.catch(() => undefined);
      await workUnderWay();
      await strike();
      const seen = new Map(await following);
      site.assertRuns();
      const stored = await storedJobs([...seen.keys()]);
      expect(stored).toHaveLength(seen.size);
      for (const job of stored) {
        expectOneEnd(job);
        expect(seen.get(job.id)).toEqual(job.seqs);
      }
    },
    60_000,
  );

  it('was struck in the middle of its work', () => {
    expect(struckAtWork).toBeGreaterThan(rounds / 2);
  });

  it('leaves nothing but these jobs and their content', async () => {
    const [counted] = await dataSource.query<{ jobs: number; completed: number; contents: number }[]>(
      `SELECT count(*)::int AS jobs, count(*) FILTER (WHERE status = 'completed')::int AS completed,
         (SELECT count(*)::int FROM content_items) AS contents
       FROM generation_jobs`,
    );
    expect(new Set(created).size).toBe(rounds * newJobs().length);
    expect(counted).toEqual({
      jobs: created.length,
      completed: counted!.contents,
      contents: counted!.contents,
    });
    expect(counted!.completed).toBeGreaterThan(created.length / 2);
  });

  it('has every request and every end in the analytics once', async () => {
    const config = testConfig({ 'log-format': 'json' }, site.options.connections);
    const context = await createJobContext(config);
    const pipeline = context.get(EventPipelines).get('generation-events');
    const drainer = context.get(StreamDrainer);
    await drainer.drain(pipeline);
    const { republished } = await context.get(LostEvents).repair(new Date(Date.now() + hourMs));
    expect(republished).toBeGreaterThan(0);
    await drainer.drain(pipeline);
    await context.close();

    const jobs = await dataSource.query<{ status: string; events: string[] }[]>(
      `SELECT j.status, array_agg(g.event_type || coalesce(' ' || g.success, '') ORDER BY g.event_type DESC) AS events
       FROM generation_jobs j LEFT JOIN generation_events g ON g.generation_id = j.uuid GROUP BY j.id`,
    );
    const expected: Record<string, string> = {
      completed: 'completion true',
      failed: 'completion false',
      cancelled: 'cancellation',
    };
    for (const { status, events } of jobs) expect(events).toEqual(['request', expected[status]]);
  });
});

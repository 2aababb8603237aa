import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { hourMs } from '../../../src/common/durations.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { JobType } from '../../../src/generation-jobs/generation-job.entity.js';
import { LostEvents } from '../../../src/generation-jobs/reporting/lost-events.js';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { createJobContext } from '../../support/worker-process.js';
import { createUser } from '../../support/factories/user.factory.js';
import { testConfig } from '../../support/test-stores.js';
import { until } from '../../support/until.js';
import { GenerationSite } from '../support/generation-site.js';
import { JobClient } from '../support/job-client.js';
import { JobRecords, type JobAtWork, type StoredJob } from '../support/job-records.js';
import { JobWatcher } from '../support/job-watcher.js';

const rounds = 36;
/** Well within the time that the jobs of a round take. */
const longestDelayMs = 300;
const endings = ['completed', 'failed', 'cancelled'];
/** Prompts of the pictures that are kept, and of those that their user cancels. */
const wanted = 'a lighthouse';
const mistake = 'a mistake';

interface Fault {
  readonly name: string;
  /** Whether it ends the worker, whose jobs have to be begun anew then. */
  readonly endsWorker?: boolean;
  /** Takes the name of a worker at work, if there is one. */
  readonly strike: (worker?: string) => Promise<void>;
  readonly mend?: () => Promise<void>;
}

describe('generation while stores, workers and the backend fail', () => {
  let site: GenerationSite;
  let client: JobClient;
  let dataSource: DataSource;
  let records: JobRecords;
  let userIds: string[];
  const created: number[] = [];

  beforeAll(async () => {
    site = await GenerationSite.open();
    client = new JobClient(site.apiUrl);
    dataSource = await createDataSource(testConfig({}, site.options.connections)).initialize();
    records = new JobRecords(dataSource);
    userIds = [(await createUser(dataSource)).id, (await createUser(dataSource)).id];
  }, 60_000);
  afterAll(async () => {
    await dataSource.destroy();
    await site.close();
  }, 60_000);

  const faults: readonly Fault[] = [
    {
      name: 'a worker is killed',
      endsWorker: true,
      strike: (worker) => site.killWorker(worker),
      mend: () => site.addWorker(),
    },
    {
      name: 'a worker is stopped',
      endsWorker: true,
      strike: (worker) => site.stopWorker(worker),
      mend: () => site.addWorker(),
    },
    { name: 'Redis loses everything', strike: () => site.flushRedis() },
    { name: 'Redis is restarted', strike: () => site.restartRedis() },
    { name: 'PostgreSQL is restarted', strike: () => site.postgres.restart() },
    { name: 'the backend hangs', strike: hangBackend },
  ];

  const roundsOf = (first: number): { round: number; name: string; fault: Fault }[] =>
    Array.from({ length: rounds / 2 }, (_, index) => {
      const fault = faults[index % faults.length]!;
      return { round: first + index, name: fault.name, fault };
    });

  /** Until the backend has been told to give a picture up, and a job that waited for one is to be begun anew. */
  async function hangBackend(): Promise<void> {
    const [interrupted, retries] = [site.backend.interrupted.length, await records.countRetries()];
    site.backend.fault('hang');
    await until(() => site.backend.interrupted.length > interrupted);
    await until(async () => (await records.countRetries()) > retries);
    site.backend.fault('hang', 0);
  }

  /** For each user three pictures, which the backend draws one after the other, and a text. */
  function newJobs(): Record<string, unknown>[] {
    const picture = {
      job_type: 'image',
      backend: 'comfyui',
      width: 64,
      height: 64,
      sampler_params: { steps: 8 },
    };
    const [kept, cancelled] = [wanted, mistake].map((prompt) => ({ ...picture, prompt }));
    const text = { job_type: 'text', prompt: 'a story of the sea' };
    return [
      ...[kept, cancelled, kept, text].map((job) => ({ ...job, user_id: userIds[0] })),
      ...[kept, kept, kept, text].map((job) => ({ ...job, user_id: userIds[1] })),
    ];
  }

  /** Creates a job, watches it to its end and answers what was seen of it. */
  async function follow(job: Record<string, unknown>): Promise<[number, number[]]> {
    const id = await client.create(job);
    created.push(id);
    const watching = new JobWatcher(site.apiUrl, id).watch();
    if (job['prompt'] === mistake) {
      await sleep(Math.random() * longestDelayMs);
      await client.cancel(id);
    }
    return [id, await watching];
  }

  /** Follows new jobs; answers what was seen of each. */
  function followAll(): Promise<Map<number, number[]>> {
    const following = Promise.all(newJobs().map((job) => follow(job))).then((seen) => new Map(seen));
    following.catch(() => undefined);
    return following;
  }

  /** Follows new jobs while the backend finishes no picture; answers with them which pictures workers wait for. */
  async function followHeld(): Promise<{ following: Promise<Map<number, number[]>>; atWork: JobAtWork[] }> {
    const before = created.length;
    site.backend.fault('hang');
    const following = followAll();
    await until(() => created.length === before + newJobs().length);
    await until(async () => !(await records.openPrompts()).includes(mistake));
    let atWork: JobAtWork[] = [];
    await until(async () => {
      atWork = (await records.atWork()).filter(({ prompt }) => prompt === wanted);
      return atWork.length > 0;
    });
    return { following, atWork };
  }

  function expectOneEnd({ jobType, status, seqs, statuses, contents, files }: StoredJob): void {
    expect(statuses.filter((one) => endings.includes(one))).toEqual([status]);
    expect(statuses.at(-1)).toBe(status);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(contents).toBe(status === 'completed' ? 1 : 0);
    expect(files).toBe(status === 'completed' && jobType === JobType.Image ? 1 : 0);
  }

  async function expectAllEnded(seen: ReadonlyMap<number, number[]>): Promise<StoredJob[]> {
    site.assertRuns();
    const stored = await records.stored([...seen.keys()]);
    expect(stored).toHaveLength(seen.size);
    for (const job of stored) {
      expectOneEnd(job);
      expect(seen.get(job.id)).toEqual(job.seqs);
    }
    return stored;
  }

  it.each(roundsOf(1))(
    'round $round: every job ends once and is seen to its end, though $name in the middle of its work',
    async ({ fault }) => {
      const { following, atWork } = await followHeld();
      const { worker } = atWork[0]!;
      await fault.strike(worker);
      const struckUntil = Date.now();
      site.backend.fault('hang', 0);
      await fault.mend?.();
      const stored = await expectAllEnded(await following);

      const hit = fault.endsWorker ? atWork.filter((job) => job.worker === worker) : atWork;
      const struck = stored.filter(({ id }) => hit.some((job) => job.id === id));
      expect(struck).toHaveLength(hit.length);
      for (const { completedAt, statuses } of struck) {
        expect(completedAt.getTime()).toBeGreaterThanOrEqual(struckUntil);
        if (fault.endsWorker) expect(statuses).toContain('pending');
      }
    },
    60_000,
  );

  it.each(roundsOf(rounds / 2 + 1))(
    'round $round: every job ends once and is seen to its end, though $name at some moment',
    async ({ fault }) => {
      const following = followAll();
      await until(async () => (await records.atWork()).length > 0);
      await sleep(Math.random() * longestDelayMs);
      await fault.strike((await records.atWork())[0]?.worker);
      await fault.mend?.();
      await expectAllEnded(await following);
    },
    60_000,
  );

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

  it('has every request and every end in the analytics once, what was lost on the way published again', async () => {
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

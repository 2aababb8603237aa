import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { until } from '../../support/until.js';
import { type Script, scripted, someText } from './scripted-generator.js';
import { WorkerProcess } from './worker-process.js';

const jobCount = 500;
const userCount = 10;

describe('two workers and two claimers over HTTP', () => {
  let test: TestApp;
  let workers: WorkerProcess[];

  beforeAll(async () => {
    test = await createTestApp();
    workers = [];
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await test.close();
  });

  async function countOpen(): Promise<number> {
    const [row] = await test.dataSource.query<{ open: number }[]>(
      `SELECT count(*)::int AS open FROM generation_jobs WHERE completed_at IS NULL`,
    );
    return row!.open;
  }

  /** Takes jobs and completes them until there are none; answers which they were. */
  async function claimOverHttp(): Promise<string[]> {
    const taken: string[] = [];
    while ((await countOpen()) > 0) {
      const { body } = await test.http.post('/api/v1/generation-jobs/queue/process?max_jobs=3').expect(200);
      for (const { id } of body.items as { id: number }[]) {
        taken.push(String(id));
        await test.http.put(`/api/v1/generation-jobs/${id}/complete`).send({}).expect(200);
      }
    }
    return taken;
  }

  it('share 500 jobs, and none runs twice', async () => {
    const users = await Promise.all(Array.from({ length: userCount }, () => createUser(test.dataSource)));
    const generated: string[] = [];
    const script: Script = (request) => {
      generated.push(request.prompt);
      return Promise.resolve(someText);
    };
    const createAll = async ({ id }: { id: string }, user: number): Promise<void> => {
      for (let index = user; index < jobCount; index += userCount) {
        const job = { user_id: id, job_type: 'text', prompt: `job ${index}` };
        await test.http.post('/api/v1/generation-jobs').send(job).expect(201);
      }
    };
    await Promise.all(users.map(createAll));
    workers = await Promise.all(
      [scripted(script), scripted(script)].map((one) => WorkerProcess.start(test.config, one)),
    );
    const claimed = (await Promise.all([claimOverHttp(), claimOverHttp()])).flat();
    await until(async () => (await countOpen()) === 0);

    expect(generated.length).toBeGreaterThan(0);
    expect(claimed.length).toBeGreaterThan(0);
    expect(generated.length + claimed.length).toBe(jobCount);
    expect(new Set(generated).size).toBe(generated.length);
    expect(new Set(claimed).size).toBe(claimed.length);
    const odd = await test.dataSource.query<object[]>(
      `SELECT j.id FROM generation_jobs j LEFT JOIN generation_job_events e ON e.job_id = j.id
       GROUP BY j.id
       HAVING j.status <> 'completed' OR j.attempts <> 1
         OR array_agg(e.event->>'status' ORDER BY e.seq) <> ARRAY['started', 'completed']`,
    );
    expect(odd).toEqual([]);
  }, 120_000);
});

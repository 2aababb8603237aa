import type { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';
import { JobBoard } from './job-board.js';
import { type Script, scripted, someText } from '../../support/scripted-generator.js';

const cap = 2;

describe('the order of jobs', () => {
  let board: JobBoard;
  let started: string[];

  beforeEach(async () => {
    board = await JobBoard.open({ 'generation.max-active-per-user': cap, 'generation.concurrency': 3 });
    started = [];
  });
  afterEach(() => board.close());

  const note: Script = (request) => {
    started.push(request.jobUuid);
    return Promise.resolve(someText);
  };

  const placeOf = (job: GenerationJob): number => started.indexOf(job.uuid);

  async function submitMany(userId: string, count: number): Promise<GenerationJob[]> {
    const jobs: GenerationJob[] = [];
    for (let n = 0; n < count; n++) jobs.push(await board.submit(userId));
    return jobs;
  }

  it('lets users take turns, and none have more running than the cap', async () => {
    const [many, few] = [await board.createUser(), await board.createUser()];
    const jobs = await submitMany(many, 50);
    const single = await board.submit(few);
    const ofMany = new Set(jobs.map(({ uuid }) => uuid));
    let running = 0;
    let most = 0;
    const script: Script = async (request, context) => {
      const isOfMany = ofMany.has(request.jobUuid);
      if (isOfMany) most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (isOfMany) running -= 1;
      return note(request, context);
    };
    await board.startWorker(scripted(script));
    await board.startWorker(scripted(script));
    for (const { id } of [...jobs, single]) await board.ended(id);
    expect(started).toHaveLength(51);
    expect(placeOf(single)).toBeLessThan(2 * cap);
    expect(most).toBe(cap);
  });

  it('is by priority, then by age, of the jobs one user has waiting outside the queue', async () => {
    const userId = await board.createUser();
    const admitted = await submitMany(userId, cap);
    const waiting: GenerationJob[] = [];
    for (const priority of [0, 5, 10, 5, 0]) waiting.push(await board.submit(userId, { priority }));
    await board.startWorker(scripted(note), { 'generation.concurrency': 1 });
    for (const { id } of [...admitted, ...waiting]) await board.ended(id);
    expect(waiting.map((job) => placeOf(job) - cap)).toEqual([3, 1, 0, 2, 4]);
  });

  it('lets nobody pass others by priority', async () => {
    const [eager, patient] = [await board.createUser(), await board.createUser()];
    const jobs: GenerationJob[] = [];
    for (let n = 0; n < 30; n++) jobs.push(await board.submit(eager, { priority: 10 }));
    const single = await board.submit(patient);
    await board.startWorker(scripted(note), { 'generation.concurrency': 1 });
    for (const { id } of [...jobs, single]) await board.ended(id);
    expect(placeOf(single)).toBeLessThanOrEqual(cap);
  });

  it('gives the place of a job that waits to be tried again to the user’s next', async () => {
    const userId = await board.createUser();
    const [first, ...others] = await submitMany(userId, cap + 1);
    const script: Script = (request, context) =>
      request.jobUuid === first!.uuid ? Promise.reject(new Error('not today')) : note(request, context);
    await board.startWorker(scripted(script), { 'generation.backoff-ms': 600_000 });
    for (const { id } of others) expect(await board.ended(id)).toMatchObject({ status: 'completed' });
    expect(await board.job(first!.id)).toMatchObject({ status: 'pending', attempts: 1 });
  });
});

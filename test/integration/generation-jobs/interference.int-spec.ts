import { JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { type Generation, GenerationError } from '../../../src/generation-jobs/generators/generator.js';
import { JobAttempts } from '../../../src/generation-jobs/lifecycle/job-attempts.js';
import { JobLifecycle } from '../../../src/generation-jobs/lifecycle/job-lifecycle.js';
import { JobRepairs } from '../../../src/generation-jobs/lifecycle/job-repairs.js';
import { until } from '../../support/until.js';
import { JobBoard } from './job-board.js';
import { type Script, scripted, someText, untilAborted } from '../../support/scripted-generator.js';

describe('a job that is being worked on', () => {
  let board: JobBoard;
  let userId: string;
  /** Attempts that have begun to generate. */
  let begun: number;

  beforeEach(async () => {
    board = await JobBoard.open();
    userId = await board.createUser();
    begun = 0;
  });
  afterEach(() => board.close());

  const endless: Script = (_request, context) => {
    begun += 1;
    return untilAborted(context);
  };

  /** The first attempt goes on as the script says, later ones succeed at once. */
  function firstAttempt(script: Script): Script {
    return (request, context) => (begun === 0 ? script(request, context) : Promise.resolve(someText));
  }

  it('is stopped when it is cancelled, and stays cancelled', async () => {
    let wasTold = false;
    const script: Script = (request, context) =>
      endless(request, context).finally(() => {
        wasTold = true;
      });
    await board.startWorker(scripted(script), { 'generation.heartbeat-ms': 3_600_000 });
    const { id } = await board.submit(userId);
    await until(() => begun === 1);
    await board.get(JobLifecycle).cancel(id, 'changed my mind');
    await until(() => wasTold);
    await board.stopWorkers();
    expect(await board.job(id)).toMatchObject({
      status: 'cancelled',
      errorMessage: 'Cancelled: changed my mind',
    });
    expect(await board.statuses(id)).toEqual(['started', 'cancelled']);
    expect(await board.countContent(userId)).toBe(0);
  });

  it('is stopped by the next heartbeat when nobody hears of the cancellation', async () => {
    await board.startWorker(scripted(endless), { 'generation.heartbeat-ms': 50 });
    const { id } = await board.submit(userId);
    await until(() => begun === 1);
    await board.dataSource.query(
      `UPDATE generation_jobs SET status = 'cancelled', attempt_token = NULL, admitted_at = NULL WHERE id = $1`,
      [id],
    );
    const next = await board.submit(userId);
    await until(() => begun === 2);
    expect(await board.job(next.id)).toMatchObject({ status: 'running' });
  });

  it('is given back at once when the worker stops, and the attempt does not count', async () => {
    const worker = await board.startWorker(scripted(endless));
    const { id } = await board.submit(userId);
    await until(() => begun === 1);
    await board.stopWorker(worker);
    expect(await board.job(id)).toMatchObject({ status: 'pending', attempts: 0 });
    await board.startWorker(scripted());
    expect(await board.ended(id)).toMatchObject({ status: 'completed', attempts: 1 });
    expect(await board.statuses(id)).toEqual(['started', 'pending', 'started', 'completed']);
  });

  it('is given back also by a generator that does not hear of it', async () => {
    const deaf: Script = () => {
      begun += 1;
      return new Promise(() => undefined);
    };
    const worker = await board.startWorker(scripted(deaf));
    const { id } = await board.submit(userId);
    await until(() => begun === 1);
    await board.stopWorker(worker);
    expect(await board.job(id)).toMatchObject({ status: 'pending', attempts: 0 });
  });

  it('is done by whoever it was given to last; the one before changes nothing', async () => {
    let finish = (_generation: Generation): void => undefined;
    const deaf: Script = () => {
      begun += 1;
      return new Promise((resolve) => (finish = resolve));
    };
    await board.startWorker(scripted(firstAttempt(deaf)), { 'generation.heartbeat-ms': 3_600_000 });
    const { id } = await board.submit(userId);
    await until(() => begun === 1);
    await board.get(JobLifecycle).setStatus(id, JobStatus.Pending);
    const done = await board.ended(id);
    finish({ ...someText, metadata: { late: true } });
    await board.stopWorkers();
    expect(await board.job(id)).toEqual(done);
    expect(await board.statuses(id)).toEqual(['started', 'pending', 'started', 'completed']);
    expect(await board.countContent(userId)).toBe(1);
  });

  it('is taken from a worker that fell silent, and given to another', async () => {
    const { id } = await board.submit(userId);
    const attempts = board.get(JobAttempts);
    const dead = await attempts.claim(id, 'a worker that dies');
    await board.dataSource.query(
      `UPDATE generation_jobs SET heartbeat_at = heartbeat_at - interval '1 day' WHERE id = $1`,
      [id],
    );
    await board.startWorker(scripted());
    expect(await board.get(JobRepairs).recoverDead()).toBe(1);
    expect(await board.ended(id)).toMatchObject({ status: 'completed', attempts: 2 });

    expect(await attempts.heartbeat(dead!)).toBe(false);
    expect(await attempts.progress(dead!, 50)).toBe(false);
    expect(await attempts.release(dead!)).toBe(false);
    expect(await attempts.fail(dead!, { type: 'oom', message: 'late', isFinal: true })).toBe('lost');
    const createContent = (): Promise<number> => Promise.reject(new Error('is not asked for'));
    expect(await attempts.complete(dead!, { outputPaths: [], model: null, createContent })).toBe(false);
    expect(await board.statuses(id)).toEqual(['started', 'pending', 'started', 'completed']);
  });

  it('fails when the worker of its last attempt fell silent', async () => {
    const { id } = await board.submit(userId);
    await board.get(JobAttempts).claim(id, 'a worker that dies');
    await board.dataSource.query(
      `UPDATE generation_jobs SET heartbeat_at = heartbeat_at - interval '1 day', attempts = $2 WHERE id = $1`,
      [id, board.config.get('generation.attempts')],
    );
    await board.get(JobRepairs).recoverDead();
    expect(await board.job(id)).toMatchObject({
      status: 'failed',
      errorMessage: 'The worker stopped before the job was done',
    });
    expect(await board.statuses(id)).toEqual(['started', 'failed']);
  });

  it('is given up by a worker whose stores hang, which goes on with others', async () => {
    const picky: Script = ({ prompt }) =>
      prompt === 'is not stored'
        ? Promise.resolve(someText)
        : Promise.reject(new GenerationError('validation', 'not made'));
    const locker = board.dataSource.createQueryRunner();
    await locker.startTransaction();
    await locker.query('LOCK TABLE content_items IN SHARE MODE');
    await board.startWorker(scripted(picky), {
      'generation.concurrency': 1,
      'generation.heartbeat-ms': 50,
      'generation.lease-ms': 100,
      'lock-timeout': '300ms',
    });
    const hanging = await board.submit(userId, { prompt: 'is not stored' });
    const next = await board.submit(userId, { prompt: 'is not made' });
    expect(await board.ended(next.id)).toMatchObject({ status: 'failed', errorType: 'validation' });
    await locker.rollbackTransaction();
    await locker.release();
    expect(await board.ended(hanging.id)).toMatchObject({ status: 'completed' });
    expect(await board.countContent(userId)).toBe(1);
  });

  it('is not touched while its worker gives signs of life', async () => {
    let finish = (_generation: Generation): void => undefined;
    const slow: Script = () => {
      begun += 1;
      return new Promise((resolve) => (finish = resolve));
    };
    await board.startWorker(scripted(slow), { 'generation.heartbeat-ms': 50 });
    const { id } = await board.submit(userId);
    await until(() => begun === 1);
    const { heartbeatAt } = await board.job(id);
    await until(async () => (await board.job(id)).heartbeatAt! > heartbeatAt!);
    expect(await board.get(JobRepairs).recoverDead()).toBe(0);
    finish(someText);
    expect(await board.ended(id)).toMatchObject({ status: 'completed', attempts: 1 });
  });
});

import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import { JobType } from '../../../src/generation-jobs/generation-job.entity.js';
import { type Generation, GenerationError } from '../../../src/generation-jobs/generators/generator.js';
import { until } from '../../support/until.js';
import { JobBoard } from './job-board.js';
import { type Script, scripted, someText, untilAborted } from '../../support/scripted-generator.js';

describe('an attempt at a job', () => {
  let board: JobBoard;
  let userId: string;

  beforeAll(async () => {
    board = await JobBoard.open({ 'generation.attempts': 3, 'generation.backoff-ms': 20 });
  });
  beforeEach(async () => {
    userId = await board.createUser();
  });
  afterEach(() => board.stopWorkers());
  afterAll(() => board.close());

  async function contentOf(id: number): Promise<Record<string, unknown>> {
    const [row] = await board.dataSource.query<Record<string, unknown>[]>(
      `SELECT c.*, (SELECT count(*)::int FROM content_files f WHERE f.content_id = c.id) AS files
       FROM content_items c JOIN generation_jobs j ON j.content_id = c.id WHERE j.id = $1`,
      [id],
    );
    return row!;
  }

  function storedFiles(): string[] {
    const entries = readdirSync(board.config.get('storage-dir'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  async function pictures(count: number): Promise<Generation> {
    const image = sharp({ create: { width: 600, height: 400, channels: 3, background: '#336699' } });
    const data = await image.png().toBuffer();
    const outputs = Array.from({ length: count }, () => ({ mediaType: 'image/png', data }));
    return { outputs, metadata: { seed: 7 } };
  }

  it('that succeeds leaves an item in the gallery of the user', async () => {
    await board.startWorker(scripted());
    const { id } = await board.submit(userId, { prompt: 'a story of the sea', params: { title: 'The sea' } });
    const job = await board.ended(id);
    expect(job).toMatchObject({ status: 'completed', attempts: 1, claimedBy: null, attemptToken: null });
    // What was used, since nothing was asked for.
    expect(job.checkpointModel).toBe('script');
    expect(await board.statuses(id)).toEqual(['started', 'completed']);
    expect(await contentOf(id)).toMatchObject({
      title: 'The sea',
      content_type: 'text',
      content_data: 'Once upon a time',
      prompt: 'a story of the sea',
      creator_id: userId,
      source_type: 'items',
      item_metadata: {
        title: 'The sea',
        generation_job_id: id,
        generation: { model: 'script' },
        outputs: [],
      },
    });
  });

  it('that makes pictures stores them with thumbnails', async () => {
    await board.startWorker(scripted(() => pictures(2)));
    const { id } = await board.submit(userId, {
      jobType: JobType.Image,
      width: 600,
      height: 400,
      batchSize: 2,
    });
    expect(await board.ended(id)).toMatchObject({ status: 'completed' });
    const content = await contentOf(id);
    const [, completed] = await board.events(id);
    expect(completed!.output_paths).toEqual([content['content_data'], expect.stringMatching(/1\.png$/)]);
    expect(content).toMatchObject({
      content_type: 'image',
      path_thumb: expect.stringMatching(/0-256x256\.webp$/),
      files: 6,
    });
    expect(storedFiles()).toHaveLength(6);
  });

  it('tells how far it is, upwards only', async () => {
    let id = 0;
    const script: Script = async (_request, { onProgress }) => {
      for (const percent of [10, 10.4, 5, 99]) onProgress(percent);
      await until(async () => (await board.events(id)).some(({ progress }) => progress === 99));
      return someText;
    };
    await board.startWorker(scripted(script));
    ({ id } = await board.submit(userId));
    await board.ended(id);
    const events = await board.events(id);
    expect(events.map(({ status, progress }) => [status, progress])).toEqual([
      ['started', undefined],
      ['processing', 10],
      ['processing', 99],
      ['completed', undefined],
    ]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('notes under which name the backend knows it', async () => {
    const script: Script = async (_request, { onBackendId }) => {
      await onBackendId('prompt-7');
      return someText;
    };
    await board.startWorker(scripted(script));
    const { id } = await board.submit(userId);
    expect(await board.ended(id)).toMatchObject({ status: 'completed', comfyuiPromptId: 'prompt-7' });
  });

  it('that fails is followed by others, each after a longer wait, and the last by one end', async () => {
    const fail: Script = () => Promise.reject(new GenerationError('oom', 'out of memory'));
    await board.startWorker(scripted(fail));
    const { id } = await board.submit(userId);
    const job = await board.ended(id);
    expect(job).toMatchObject({
      status: 'failed',
      attempts: 3,
      errorType: 'oom',
      errorMessage: 'out of memory',
    });
    const events = await board.events(id);
    expect(events.map(({ status }) => status)).toEqual([
      'started',
      'pending',
      'started',
      'pending',
      'started',
      'failed',
    ]);
    expect(events[1]).toMatchObject({ error: 'out of memory' });
    const [, failed1, started2, failed2, started3] = events.map(({ timestamp }) => Date.parse(timestamp));
    expect(started2! - failed1!).toBeGreaterThanOrEqual(20);
    expect(started3! - failed2!).toBeGreaterThanOrEqual(40);
    expect(await board.countContent(userId)).toBe(0);
  });

  it('leaves its reason to be seen while the job waits for the next one', async () => {
    const fail: Script = () => Promise.reject(new GenerationError('oom', 'out of \0memory \ud83d'));
    await board.startWorker(scripted(fail), { 'generation.backoff-ms': 600_000 });
    const { id } = await board.submit(userId);
    await until(async () => (await board.statuses(id)).includes('pending'));
    expect(await board.job(id)).toMatchObject({
      status: 'pending',
      attempts: 1,
      errorType: 'oom',
      errorMessage: 'out of memory \ufffd',
      admittedAt: null,
    });
  });

  it('gives its place to the next job of its user while its own waits for another attempt', async () => {
    const script: Script = ({ prompt }) =>
      prompt === 'fails' ? Promise.reject(new GenerationError('oom', 'out')) : Promise.resolve(someText);
    const places = board.config.get('generation.max-active-per-user');
    const failing = await Promise.all(
      Array.from({ length: places }, () => board.submit(userId, { prompt: 'fails' })),
    );
    const next = await board.submit(userId, { prompt: 'succeeds' });
    expect(next.admittedAt).toBeNull();
    await board.startWorker(scripted(script), { 'generation.backoff-ms': 600_000 });
    expect(await board.ended(next.id)).toMatchObject({ status: 'completed' });
    for (const { id } of failing) await until(async () => (await board.job(id)).status === 'pending');
  });

  it.each<[string, Script, object]>([
    [
      'the generator refuses for good',
      () => Promise.reject(new GenerationError('validation', 'no such checkpoint')),
      { errorType: 'validation', errorMessage: 'no such checkpoint' },
    ],
    [
      'there is no output',
      () => Promise.resolve({ outputs: [], metadata: {} }),
      { errorType: 'workflow', errorMessage: 'The generator has made nothing' },
    ],
    [
      'the picture is broken',
      () => Promise.resolve({ outputs: [{ mediaType: 'image/png', data: Buffer.from('no') }], metadata: {} }),
      {
        errorType: 'workflow',
        errorMessage: expect.stringMatching(/^The generator has made nothing usable/),
      },
    ],
    [
      'the text is none',
      () =>
        Promise.resolve({ outputs: [{ mediaType: 'text/plain', data: Buffer.from([0xff]) }], metadata: {} }),
      { errorType: 'workflow', errorMessage: 'The generator has written no text that can be kept' },
    ],
  ])('is the last one when %s', async (_reason, script, error) => {
    await board.startWorker(scripted(script));
    const filesBefore = storedFiles();
    const { id } = await board.submit(userId);
    expect(await board.ended(id)).toMatchObject({ status: 'failed', attempts: 1, ...error });
    expect(await board.countContent(userId)).toBe(0);
    expect(storedFiles()).toEqual(filesBefore);
  });

  it('that fails for reasons of our own gives none of them away', async () => {
    const script: Script = () => Promise.reject(new TypeError('password of the database: secret'));
    await board.startWorker(scripted(script), { 'generation.attempts': 1 });
    const { id } = await board.submit(userId);
    expect(await board.ended(id)).toMatchObject({
      status: 'failed',
      errorType: 'unknown',
      errorMessage: 'The worker failed unexpectedly (TypeError)',
    });
  });

  it('that takes too long is stopped', async () => {
    const script: Script = (_request, context) => untilAborted(context);
    await board.startWorker(scripted(script), {
      'generation.attempts': 1,
      'generation.soft-limit-seconds': 0.05,
    });
    const { id } = await board.submit(userId);
    expect(await board.ended(id)).toMatchObject({ status: 'failed', errorType: 'timeout' });
  });

  it('fails when nobody here makes what the job asks for', async () => {
    await board.startWorker({ ...scripted(), offers: [JobType.Image] });
    const { id } = await board.submit(userId);
    expect(await board.ended(id)).toMatchObject({ status: 'failed', attempts: 1, errorType: 'validation' });
  });
});

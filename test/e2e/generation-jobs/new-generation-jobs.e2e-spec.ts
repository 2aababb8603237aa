import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';
import { REDIS } from '../../../src/redis/redis.tokens.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createUser } from '../../support/factories/user.factory.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('asking for content to be generated', () => {
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const post = (body: object | undefined, path = 'generation-jobs') =>
    test.http.post(`/api/v1/${path}`).send(body);
  const valid = (more: object = {}): object => ({
    user_id: user.id,
    job_type: 'image',
    prompt: 'a lighthouse at dusk',
    ...more,
  });
  const jobs = () => test.dataSource.getRepository(GenerationJob);

  it.each(['generation-jobs', 'generation-jobs/', 'generate-content'])(
    'at /%s answers the pending job',
    async (path) => {
      const { status, body } = await post(valid({ is_public: true }), path);
      expect(status).toBe(201);
      expect(body).toEqual({
        id: expect.any(Number),
        uuid: expect.stringMatching(/^[\da-f-]{36}$/),
        user_id: user.id,
        job_type: 'image_generation',
        prompt: 'a lighthouse at dusk',
        params: {
          width: 832,
          height: 1216,
          batch_size: 1,
          negative_prompt: '',
          lora_models: [],
          sampler_params: {},
          backend: 'built-in',
        },
        status: 'pending',
        priority: 0,
        backend: 'built-in',
        attempts: 0,
        content_id: null,
        error_message: null,
        error_type: null,
        queue_position: expect.any(Number),
        expected_start_seconds: body.queue_position === 1 ? 0 : null,
        expected_duration_seconds: null,
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
        started_at: null,
        completed_at: null,
        celery_task_id: `gen-${body.id}`,
        negative_prompt: '',
        checkpoint_model: null,
        lora_models: [],
        width: 832,
        height: 1216,
        batch_size: 1,
        comfyui_prompt_id: null,
      });
      const { body: shown } = await test.http.get(`/api/v1/generation-jobs/${body.id}`);
      expect(shown).toEqual({
        ...body,
        queue_position: expect.any(Number),
        expected_start_seconds: shown.expected_start_seconds,
      });
    },
  );

  it('keeps what is said of it, word for word', async () => {
    const prompt = "'; DROP TABLE users; -- $1 \\ 👩‍👩‍👧‍👦";
    const { body } = await post(
      valid({
        prompt,
        parameters: { constructor: { a: [null, 1.5] } },
        backend: 'mock',
        priority: 10,
        width: 64,
        height: 1000,
        lora_models: [{ name: 'detail', strength_clip: -0.5 }],
      }),
    );
    expect(body).toMatchObject({
      prompt,
      backend: 'built-in',
      priority: 10,
      width: 64,
      height: 1000,
      lora_models: [{ name: 'detail', strength_clip: -0.5 }],
    });
    expect(body.params).toMatchObject({ constructor: { a: [null, 1.5] }, width: 64, backend: 'built-in' });
  });

  it('lets so many jobs of a user into the queue and the others wait', async () => {
    const { id } = await createUser(test.dataSource);
    const most = test.config.get('generation.max-active-per-user');
    const tasks: unknown[] = [];
    for (let number = 0; number <= most; number += 1) {
      const { body } = await post(valid({ user_id: id, job_type: 'text' }));
      tasks.push(body.celery_task_id);
    }
    expect(tasks.slice(0, most)).not.toContain(null);
    expect(tasks[most]).toBeNull();
  });

  describe('is refused', () => {
    it.each([
      ['without a user', { user_id: undefined }, 'user_id is required'],
      ['without a prompt', { prompt: undefined }, 'prompt is required'],
      ['with a blank prompt', { prompt: ' \n' }, 'prompt must not be blank'],
      ['without a type', { job_type: null }, 'job_type is required'],
      ['with sampler parameters no sampler takes', { sampler_params: { steps: 0 } }, /^sampler_params.steps/],
      ['of a generator there is not', { backend: 'dream' }, 'backend must be one of built-in, comfyui'],
      [
        'of a generator this installation has not',
        { backend: 'comfyui' },
        /^backend 'comfyui' is not offered/,
      ],
      [
        'of a type the generator does not make',
        { job_type: 'video' },
        "backend 'built-in' does not offer video_generation; it offers image_generation, text_generation",
      ],
    ])('%s', async (_case, change, detail) => {
      const response = await post(valid(change));
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toEqual(
        typeof detail === 'string' ? detail : expect.stringMatching(detail),
      );
    });

    it('without a body, and with one that is not JSON', async () => {
      expectError(await post(undefined), 422, 'VALIDATION_ERROR');
      const request = test.http.post('/api/v1/generation-jobs').set('Content-Type', 'application/json');
      expectError(await request.send('{"user_id":'), 422, 'INVALID_JSON');
    });

    it('for a user there is not, or one who is switched off', async () => {
      const unknown = randomUUID();
      const response = await post(valid({ user_id: unknown }));
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toBe(`User with id ${unknown} not found`);
      const { id } = await createUser(test.dataSource, { isActive: false });
      const refused = await post(valid({ user_id: id }));
      expectError(refused, 422, 'VALIDATION_ERROR');
      expect(refused.body.detail).toBe(`User ${id} is not active`);
    });

    it('leaving nothing behind', async () => {
      const before = await jobs().count();
      await post(valid({ user_id: randomUUID() }));
      await post(valid({ backend: 'comfyui' }));
      expect(await jobs().count()).toBe(before);
    });
  });
});

describe('asking for content while the queue is away', () => {
  let redis: TcpProxy;
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp(
      {},
      {
        reroute: async (urls) => {
          redis = await startTcpProxy(urls.redisUrl);
          return { redisUrl: redis.url };
        },
      },
    );
    user = await createUser(test.dataSource);
  });
  afterAll(async () => {
    await test.close();
    await redis.cut();
  });

  it('answers 503, leaves no job behind, frees its key, and works again once the queue is back', async () => {
    const ask = () =>
      test.http
        .post('/api/v1/generation-jobs')
        .set('Idempotency-Key', 'patience')
        .send({ user_id: user.id, job_type: 'text', prompt: 'the sea' });
    const jobs = test.dataSource.getRepository(GenerationJob);
    await redis.cut();
    expectError(await ask(), 503, 'QUEUE_UNAVAILABLE');
    expectError(await ask(), 503, 'QUEUE_UNAVAILABLE');
    expect(await jobs.count()).toBe(0);

    const isBack = once(test.app.get<Redis>(REDIS), 'ready');
    await redis.mend();
    await isBack;
    const { status, headers } = await ask();
    expect([status, headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect(await jobs.count()).toBe(1);
  });
});

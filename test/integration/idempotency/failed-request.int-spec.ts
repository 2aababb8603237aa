import type { Request, Response } from 'express';
import { SystemClock } from '../../../src/common/clock.js';
import { type IdempotentWork, IdempotencyService } from '../../../src/idempotency/idempotency.service.js';
import { KeyedRequest } from '../../../src/idempotency/keyed-request.js';
import { createTestDatabase, type TestDatabase, testConfig } from '../../support/test-stores.js';
import { until } from '../../support/until.js';

interface Resource {
  readonly id: number;
}

describe('a request that failed after its resource was created', () => {
  let database: TestDatabase;
  let service: IdempotencyService;
  let created: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    service = new IdempotencyService(database.dataSource, new SystemClock(), testConfig());
  });
  beforeEach(() => {
    created = 0;
  });
  afterAll(() => database.drop());

  function run(key: string, work: Partial<IdempotentWork<Resource, Resource>>): Promise<Resource> {
    const sent = { header: () => key, body: {} } as unknown as Request;
    const request = KeyedRequest.of(sent, { setHeader: () => undefined } as unknown as Response)!;
    return service.run(request, 'test', {
      create: () => Promise.resolve({ id: ++created }),
      finish: (resource) => Promise.resolve(resource),
      recover: (id) => Promise.resolve({ id }),
      ...work,
    });
  }

  it('is answered by the next one from the resource, without waiting for a minute', async () => {
    const lost = (): Promise<never> => Promise.reject(new Error('Connection terminated unexpectedly'));
    await expect(run('lost', { finish: lost })).rejects.toThrow('Connection terminated');
    let answer: Resource | undefined;
    await until(async () => {
      answer = await run('lost', {}).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'CONFLICT' });
        return undefined;
      });
      return answer !== undefined;
    });
    expect(answer).toEqual({ id: 1 });
    expect(created).toBe(1);
  });

  it('leaves alone the key that a later request has taken', async () => {
    await run('taken', {});
    const failed = (): Promise<never> => Promise.reject(new Error('no such column'));
    await expect(run('free', { create: failed })).rejects.toThrow('no such column');
    await run('free', {});
    expect(await run('free', {})).toEqual({ id: 2 });
    expect(created).toBe(2);
  });
});

import type { Request, Response } from 'express';
import type { DataSource } from 'typeorm';
import { type Clock, SystemClock } from '../../../src/common/clock.js';
import { type IdempotentWork, IdempotencyService } from '../../../src/idempotency/idempotency.service.js';
import { KeyedRequest } from '../../../src/idempotency/keyed-request.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { until } from '../../support/until.js';

interface Resource {
  readonly id: number;
}

interface Attempt extends Partial<IdempotentWork<Resource, Resource>> {
  readonly clock?: Clock;
  readonly dataSource?: DataSource;
}

const connectionLost = (): Promise<never> => Promise.reject(new Error('Connection terminated unexpectedly'));

describe('a request that failed', () => {
  let database: TestDatabase;
  let created: number;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(() => {
    created = 0;
  });
  afterAll(() => database.drop());

  function run(key: string, attempt: Attempt = {}): Promise<Resource> {
    const { clock = new SystemClock(), dataSource = database.dataSource, ...work } = attempt;
    const sent = { header: () => key, body: {} } as unknown as Request;
    const response = { setHeader: () => undefined } as unknown as Response;
    return new IdempotencyService(dataSource, clock).run(KeyedRequest.of(sent, response)!, 'test', {
      status: 201,
      keptHours: 1,
      create: () => Promise.resolve({ id: ++created }),
      finish: (resource) => Promise.resolve(resource),
      recover: (id) => Promise.resolve({ id }),
      ...work,
    });
  }

  it('after its resource was created is answered by the next one from that, without waiting for a minute', async () => {
    await expect(run('lost', { finish: connectionLost })).rejects.toThrow('Connection terminated');
    let answer: Resource | undefined;
    await until(async () => {
      answer = await run('lost').catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'CONFLICT' });
        return undefined;
      });
      return answer !== undefined;
    });
    expect(answer).toEqual({ id: 1 });
    expect(created).toBe(1);
  });

  it('leaves alone the key that a later request has taken', async () => {
    await run('taken');
    const failed = (): Promise<never> => Promise.reject(new Error('no such column'));
    await expect(run('free', { create: failed })).rejects.toThrow('no such column');
    await run('free');
    expect(await run('free')).toEqual({ id: 2 });
    expect(created).toBe(2);
  });

  it('leaves alone the key that another took in the same millisecond', async () => {
    const clock = new FixedClock(new Date());
    let end!: (resource: Resource) => void;
    const ended = new Promise<Resource>((resolve) => (end = resolve));
    let twin!: Promise<Resource>;
    await new Promise<void>((begun) => {
      const finish = (): Promise<Resource> => {
        begun();
        return ended;
      };
      twin = run('twins', { clock, finish });
    });
    const writes: Promise<unknown>[] = [];
    const query = (text: string, values?: unknown[]): Promise<unknown> => {
      const write = database.dataSource.query(text, values);
      writes.push(write);
      return write;
    };
    const dataSource = { transaction: connectionLost, query } as unknown as DataSource;
    await expect(run('twins', { clock, dataSource })).rejects.toThrow('Connection terminated');
    await Promise.all(writes);
    await expect(run('twins', { clock })).rejects.toMatchObject({ code: 'CONFLICT' });
    end({ id: 1 });
    expect(await twin).toEqual({ id: 1 });
  });
});

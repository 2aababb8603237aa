import { randomUUID } from 'node:crypto';
import { rollUpGenerationHours } from '../../../src/analytics/generation/generation-rollup.queries.js';
import { dayMs } from '../../../src/common/durations.js';
import { insertGenerationEvents } from '../../support/factories/generation-events.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const today = Math.floor(Date.now() / dayMs) * dayMs;

/** A time of day, so many days ago. */
export const at = (daysAgo: number, time: string): Date =>
  new Date(`${new Date(today - daysAgo * dayMs).toISOString().slice(0, 10)}T${time}:00.000Z`);
export const iso = (daysAgo: number, time: string): string => at(daysAgo, time).toISOString();

export const ada = randomUUID();
const ben = randomUUID();
const request = { event_type: 'request' as const };
export const success = { event_type: 'completion' as const, success: true, generation_type: 'standard' };
const failure = { ...success, success: false };

const events = [
  { timestamp: at(10, '11:00'), ...request, user_id: ada, queue_length: 1 },
  {
    timestamp: at(10, '11:10'),
    ...failure,
    user_id: ada,
    duration_ms: 9000,
    model_checkpoint: 'c',
    error_type: 'oom',
    error_message: 'out of memory',
  },
  { timestamp: at(2, '10:00'), ...request, user_id: ada },
  {
    timestamp: at(2, '10:05'),
    ...success,
    user_id: ada,
    duration_ms: 2000,
    model_checkpoint: 'a',
    batch_size: 1,
  },
  { timestamp: at(1, '10:00'), ...request, user_id: ada, queue_length: 2 },
  { timestamp: at(1, '10:01'), ...request, user_id: ada, queue_length: 4 },
  { timestamp: at(1, '10:02'), ...request, user_id: ada },
  {
    timestamp: at(1, '10:10'),
    ...success,
    user_id: ada,
    duration_ms: 1000,
    model_checkpoint: 'a',
    batch_size: 2,
  },
  { timestamp: at(1, '10:20'), ...success, user_id: ada, duration_ms: 3000, model_checkpoint: 'a' },
  { timestamp: at(1, '11:00'), ...request, user_id: ben, queue_length: 0 },
  {
    timestamp: at(1, '11:10'),
    ...failure,
    user_id: ben,
    duration_ms: 5000,
    model_checkpoint: 'b',
    error_type: 'timeout',
    error_message: 'took too long',
  },
  { timestamp: at(1, '11:20'), event_type: 'cancellation' as const, user_id: ben },
  { timestamp: at(1, '11:30'), ...failure, user_id: ada },
  { timestamp: at(1, '13:00'), ...success, duration_ms: 0, batch_size: 1 },
];

/** An API that knows what two users have had generated on three days. */
export class GenerationHistory {
  private constructor(readonly api: TestApp) {}

  static async open(): Promise<GenerationHistory> {
    const api = await createTestApp();
    await insertGenerationEvents(api.dataSource, events);
    const range = { from: at(10, '00:00'), to: at(0, '00:00') };
    await api.dataSource.transaction((manager) => rollUpGenerationHours(manager, range));
    return new GenerationHistory(api);
  }

  /** The answer to a question that has one. */
  readonly get = async (path: string, query: object = {}): Promise<Record<string, unknown>> => {
    const response = await this.api.http.get(`/api/v1/analytics/generation/${path}`).query(query);
    expect(response.status).toBe(200);
    return response.body as Record<string, unknown>;
  };

  close(): Promise<void> {
    return this.api.close();
  }
}

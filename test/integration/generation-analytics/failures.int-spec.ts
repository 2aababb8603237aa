import { sumFailures } from '../../../src/analytics/generation/generation-failures.queries.js';
import { insertGenerationEvents } from '../../support/factories/generation-events.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

const noon = new Date('2026-05-10T12:00:00Z');
const minutesLater = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);

const failure = { event_type: 'completion' as const, success: false };

describe('sumFailures', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('shows of each kind the three latest different messages', async () => {
    const oom = { ...failure, error_type: 'oom', duration_ms: 100 };
    await insertGenerationEvents(database.dataSource, [
      { timestamp: minutesLater(0), ...oom, error_message: 'first' },
      { timestamp: minutesLater(1), ...oom, error_message: 'second' },
      { timestamp: minutesLater(2), ...oom, error_message: 'third' },
      { timestamp: minutesLater(3), ...oom, error_message: 'fourth' },
      { timestamp: minutesLater(4), ...oom, error_message: 'second' },
      { timestamp: minutesLater(5), ...oom, error_message: null, duration_ms: null },
      { timestamp: minutesLater(6), ...failure, error_type: 'timeout', error_message: 'second' },
      { timestamp: minutesLater(7), ...failure, error_message: 'of no kind' },
      { timestamp: minutesLater(8), ...failure, error_type: 'unknown', error_message: 'unknown' },
      { timestamp: minutesLater(9), event_type: 'completion', success: true },
      { timestamp: minutesLater(-1), ...oom, error_message: 'too early' },
    ]);
    expect(await sumFailures(database.dataSource, noon)).toEqual([
      { errorType: 'oom', count: 6, meanMs: 100, sampleMessages: ['second', 'fourth', 'third'] },
      { errorType: 'unknown', count: 2, meanMs: null, sampleMessages: ['unknown', 'of no kind'] },
      { errorType: 'timeout', count: 1, meanMs: null, sampleMessages: ['second'] },
    ]);
  });
});

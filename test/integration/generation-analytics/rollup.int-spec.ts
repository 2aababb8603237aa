import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sumAllHours } from '../../../src/analytics/generation/generation-hours.queries.js';
import { rollUpGenerationHours } from '../../../src/analytics/generation/generation-rollup.queries.js';
import { DDSketch } from '../../../src/stream-pipeline/dd-sketch.js';
import type { TimeRange } from '../../../src/stream-pipeline/event-pipeline.js';
import {
  type GenerationEventRow,
  insertGenerationEvents,
} from '../../support/factories/generation-events.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

/** Around the switch to summer time in New York. */
const threeHours = { from: new Date('2026-03-08T05:00:00Z'), to: new Date('2026-03-08T08:00:00Z') };
const at = (minute: string): Date => new Date(`2026-03-08T${minute}:00Z`);
const users = Array.from({ length: 8 }, () => randomUUID());

const eventsIn = ({ from, to }: TimeRange): fc.Arbitrary<GenerationEventRow> =>
  fc
    .record({
      timestamp: fc.date({ min: from, max: new Date(to.getTime() - 1), noInvalidDate: true }),
      event_type: fc.constantFrom('request' as const, 'completion' as const, 'cancellation' as const),
      generation_id: fc.uuid(),
      user_id: fc.option(fc.constantFrom(...users)),
      generation_type: fc.option(fc.constantFrom('standard', 'comfyui', 'text')),
      duration_ms: fc.option(fc.oneof(fc.constantFrom(0, 1, 7), fc.nat(50), fc.nat(2_000_000))),
      success: fc.boolean(),
      error_type: fc.option(fc.constantFrom('timeout', 'oom')),
      error_message: fc.constant(null),
      model_checkpoint: fc.constant(null),
      batch_size: fc.option(fc.integer({ min: 1, max: 8 })),
      queue_length: fc.option(fc.nat(40)),
    })
    .map((event) => ({
      ...event,
      duration_ms: event.event_type === 'completion' ? event.duration_ms : null,
      success: event.event_type === 'completion' ? event.success : null,
    }));

const randomEvents = (count: number, seed: number): GenerationEventRow[] =>
  fc.sample(eventsIn(threeHours), { numRuns: count, seed });

/** percentile_cont, rounded half up; the sixth decimal is below what a float is sure of. */
function quantile(sorted: readonly number[], q: number): number {
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  const exact = below + (rank - Math.floor(rank)) * (sorted[Math.ceil(rank)]! - below);
  return Math.round(Number(exact.toFixed(6)));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The definition of an hourly row, written as plainly as can be. */
function expectedRow(hour: string, events: readonly GenerationEventRow[]): Record<string, unknown> {
  const requests = events.filter((event) => event.event_type === 'request');
  const completions = events.filter((event) => event.event_type === 'completion');
  const successes = completions.filter((event) => event.success);
  const durations = completions
    .map((event) => event.duration_ms)
    .filter((duration) => duration !== null)
    .sort((a, b) => a - b);
  const queues = requests.map((event) => event.queue_length).filter((length) => length !== null);
  const none = durations.length === 0;
  return {
    timestamp: new Date(hour),
    total_requests: requests.length,
    successful_generations: successes.length,
    failed_generations: completions.length - successes.length,
    cancelled_generations: events.length - requests.length - completions.length,
    avg_duration_ms: none ? null : Math.round(sum(durations) / durations.length),
    p50_duration_ms: none ? null : quantile(durations, 0.5),
    p95_duration_ms: none ? null : quantile(durations, 0.95),
    p99_duration_ms: none ? null : quantile(durations, 0.99),
    duration_sketch: durations.reduce((sketch, duration) => sketch.add(duration), new DDSketch()).toPairs(),
    unique_users: new Set(events.map((event) => event.user_id).filter((id) => id !== null)).size,
    avg_queue_length: queues.length === 0 ? null : expect.closeTo(sum(queues) / queues.length, 9),
    max_queue_length: queues.length === 0 ? null : Math.max(...queues),
    total_images_generated: sum(successes.map((event) => event.batch_size ?? 1)),
  };
}

function expectedRows(events: readonly GenerationEventRow[]): Record<string, unknown>[] {
  const hourOf = ({ timestamp }: GenerationEventRow): string => timestamp.toISOString().slice(0, 13);
  const hours = [...new Set(events.map(hourOf))].sort();
  return hours.map((hour) =>
    expectedRow(
      `${hour}:00:00Z`,
      events.filter((event) => hourOf(event) === hour),
    ),
  );
}

describe('rollUpGenerationHours', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => database.dataSource.query('TRUNCATE generation_events, generation_metrics_hourly'));

  const rollUp = (range: TimeRange = threeHours, timeZone = 'UTC'): Promise<number> =>
    database.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL TimeZone = '${timeZone}'`);
      return await rollUpGenerationHours(manager, range);
    });

  /** Every column but those that say when the row was written. */
  const storedRows = async (): Promise<Record<string, unknown>[]> => {
    const rows = await database.dataSource.query<Record<string, unknown>[]>(
      'SELECT * FROM generation_metrics_hourly ORDER BY "timestamp"',
    );
    return rows.map(({ id: _id, created_at: _created, updated_at: _updated, ...measures }) => measures);
  };

  it('makes one row of an hour, as computed by hand', async () => {
    const [ada, ben] = users;
    const completion = { event_type: 'completion' as const, success: true };
    await insertGenerationEvents(database.dataSource, [
      { timestamp: at('05:01'), event_type: 'request', user_id: ada!, queue_length: 0 },
      { timestamp: at('05:02'), event_type: 'request', user_id: ada!, queue_length: 1 },
      { timestamp: at('05:03'), event_type: 'request', user_id: ben!, queue_length: 4 },
      { timestamp: at('05:04'), event_type: 'request', user_id: null },
      { timestamp: at('05:10'), ...completion, user_id: ada!, duration_ms: 1000, batch_size: 4 },
      { timestamp: at('05:11'), ...completion, user_id: ada!, duration_ms: 2000 },
      { timestamp: at('05:12'), ...completion, user_id: ben!, duration_ms: 6001, success: false },
      { timestamp: at('05:13'), ...completion, user_id: ben!, success: false },
      { timestamp: at('05:14'), event_type: 'cancellation', user_id: ben! },
      { timestamp: at('07:59'), event_type: 'request', user_id: ada! },
    ]);
    expect(await rollUp()).toBe(2);
    const [first, second] = await storedRows();
    expect(first).toMatchObject({
      timestamp: at('05:00'),
      total_requests: 4,
      successful_generations: 2,
      failed_generations: 2,
      cancelled_generations: 1,
      avg_duration_ms: 3000, // 9001 / 3
      p50_duration_ms: 2000,
      p95_duration_ms: 5601, // 2000 + 0.9 · 4001 = 5600.9
      p99_duration_ms: 5921, // 2000 + 0.98 · 4001 = 5920.98
      unique_users: 2,
      avg_queue_length: 5 / 3,
      max_queue_length: 4,
      total_images_generated: 5,
    });
    expect(second).toMatchObject({
      timestamp: at('07:00'),
      total_requests: 1,
      avg_duration_ms: null,
      p50_duration_ms: null,
      duration_sketch: [],
      avg_queue_length: null,
      max_queue_length: null,
      total_images_generated: 0,
    });
  });

  it.each(['UTC', 'America/New_York', 'Asia/Kathmandu'])(
    'stores what a plain recompute gives, in a session of %s',
    async (timeZone) => {
      const events = randomEvents(3000, 1);
      await insertGenerationEvents(database.dataSource, events);
      expect(await rollUp(threeHours, timeZone)).toBe(3);
      expect(await storedRows()).toEqual(expectedRows(events));
    },
  );

  it('equals a plain recompute of any events, in whatever parts they come', async () => {
    const parts = fc.array(fc.array(eventsIn(threeHours), { maxLength: 25 }), { minLength: 1, maxLength: 3 });
    const check = fc.asyncProperty(parts, async (all) => {
      await database.dataSource.query('TRUNCATE generation_events, generation_metrics_hourly');
      for (const part of all) {
        if (part.length > 0) await insertGenerationEvents(database.dataSource, part);
        await rollUp();
      }
      expect(await storedRows()).toEqual(expectedRows(all.flat()));
    });
    await fc.assert(check, { numRuns: 25, seed: 20_260_308, endOnFailure: true });
  });

  it('changes nothing when it runs again', async () => {
    await insertGenerationEvents(database.dataSource, randomEvents(200, 4));
    await rollUp();
    const identities = 'SELECT id, created_at FROM generation_metrics_hourly ORDER BY id';
    const [before, ids] = [await storedRows(), await database.dataSource.query(identities)];
    await rollUp();
    expect(await storedRows()).toEqual(before);
    expect(await database.dataSource.query(identities)).toEqual(ids);
  });

  it('removes the row of an hour whose events are gone, and no other', async () => {
    const events = randomEvents(200, 5);
    await insertGenerationEvents(database.dataSource, events);
    await rollUp();
    await database.dataSource.query(
      `DELETE FROM generation_events WHERE "timestamp" >= '2026-03-08T06:00Z' AND "timestamp" < '2026-03-08T07:00Z'`,
    );
    expect(await rollUp({ from: at('06:00'), to: at('07:00') })).toBe(0);
    expect(await storedRows()).toEqual(
      expectedRows(events.filter(({ timestamp }) => timestamp.getUTCHours() !== 6)),
    );
  });

  it('keeps percentiles over several hours within 1 % of exact, and the mean that of all', async () => {
    const events = randomEvents(2000, 6);
    await insertGenerationEvents(database.dataSource, events);
    await rollUp();
    const durations = events.flatMap((event) => event.duration_ms ?? []).sort((a, b) => a - b);
    const all = await sumAllHours(database.dataSource, threeHours.from);
    [0.5, 0.95, 0.99].forEach((q, index) => {
      const exact = quantile(durations, q);
      expect(Math.abs(all!.quantiles![index]! - exact)).toBeLessThanOrEqual(exact * 0.01 + 1);
    });
    expect(Math.abs(all!.meanMs! - sum(durations) / durations.length)).toBeLessThanOrEqual(0.5);
  });
});

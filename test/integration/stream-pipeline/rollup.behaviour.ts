/** What every pipeline must do from the raw table to the hourly one, and with what grows old. */
import { randomUUID } from 'node:crypto';
import { minutesAgo, now, numbered, PipelineHarness } from './pipeline-harness.js';
import type { PipelineSubject } from './pipeline-subject.js';

const [ten, eleven, running] = ['10', '11', '12'].map((hour) => `2026-05-10T${hour}:00:00.000Z`) as [
  string,
  string,
  string,
];

export function describeRollup<E>(subject: PipelineSubject<E>): void {
  describe(`${subject.title}: rollup and retention`, () => {
    let harness: PipelineHarness<E>;

    const store = async (count: number, at: Date): Promise<void> => {
      await harness.publishKeys(numbered(count, randomUUID()), at);
      await harness.drainer().drain(harness.pipeline);
    };

    beforeAll(async () => {
      harness = await PipelineHarness.create(subject);
    });
    afterEach(() => harness.reset());
    afterAll(() => harness.close());

    it('rolls complete hours that changed, and each once', async () => {
      await store(5, minutesAgo(60));
      await store(7, minutesAgo(120));
      expect(await harness.rollup.roll(harness.pipeline)).toMatchObject({ hours: 2 });
      expect(await harness.hourlyTotals()).toEqual({ [ten]: 7, [eleven]: 5 });
      expect(await harness.rollup.roll(harness.pipeline)).toEqual({ hours: 0, rows: 0 });
    });

    it('rolls the other hours when one cannot be rolled, and that one next time', async () => {
      await store(7, minutesAgo(120));
      await store(5, minutesAgo(60));
      const { rollup } = harness.pipeline;
      const broken = {
        ...harness.pipeline,
        rollup: {
          run: (...[manager, range]: Parameters<typeof rollup.run>) =>
            range.from.toISOString() === ten
              ? Promise.reject(new Error('odd hour'))
              : rollup.run(manager, range),
        },
      };
      await expect(harness.rollup.roll(broken)).rejects.toThrow('1 hours of');
      expect(await harness.hourlyTotals()).toEqual({ [eleven]: 5 });
      expect(await harness.rollup.roll(harness.pipeline)).toMatchObject({ hours: 1 });
      expect(await harness.hourlyTotals()).toEqual({ [ten]: 7, [eleven]: 5 });
    });

    it('rolls an hour again when a late event arrives', async () => {
      await store(5, minutesAgo(60));
      await harness.rollup.roll(harness.pipeline);
      await store(2, minutesAgo(40));
      expect(await harness.rollup.roll(harness.pipeline)).toMatchObject({ hours: 1 });
      expect(await harness.hourlyTotals()).toEqual({ [eleven]: 7 });
    });

    it('rolls the running hour on request only, and again when it is complete', async () => {
      await store(3, minutesAgo(5));
      await harness.rollup.roll(harness.pipeline);
      expect(await harness.hourlyTotals()).toEqual({});
      await harness.rollup.roll(harness.pipeline, { includeCurrent: true });
      expect(await harness.hourlyTotals()).toEqual({ [running]: 3 });

      await store(1, minutesAgo(1));
      harness.clock.set(new Date('2026-05-10T13:05:00Z'));
      await harness.rollup.roll(harness.pipeline);
      expect(await harness.hourlyTotals()).toEqual({ [running]: 4 });
    });

    it('rolls a range asked for, by whole hours', async () => {
      await store(3, minutesAgo(150));
      await store(4, minutesAgo(90));
      await store(5, minutesAgo(40));
      const range = { from: new Date('2026-05-10T10:20:00Z'), to: new Date('2026-05-10T10:40:00Z') };
      expect(await harness.rollup.roll(harness.pipeline, range)).toMatchObject({ hours: 1 });
      expect(await harness.hourlyTotals()).toEqual({ [ten]: 3 });
      await harness.rollup.roll(harness.pipeline, { from: new Date('2020-01-01T00:00:00Z') });
      expect(await harness.hourlyTotals()).toEqual({ [ten]: 3, [eleven]: 9 });
    });

    it('leaves hourly rows alone whose raw events are gone', async () => {
      await store(3, minutesAgo(90));
      await harness.rollup.roll(harness.pipeline);
      await harness.dataSource.query(`TRUNCATE ${harness.pipeline.sink.table}`);
      await harness.rollup.roll(harness.pipeline, { from: minutesAgo(300) });
      expect(await harness.hourlyTotals()).toEqual({ [eleven]: 3 });
    });

    it('rolls an hour as often as needed while events keep coming', async () => {
      const rounds = 15;
      const drains = async (): Promise<void> => {
        for (let round = 0; round < rounds; round++) await store(20, minutesAgo(60));
      };
      const rollups = async (): Promise<void> => {
        for (let round = 0; round < rounds; round++) await harness.rollup.roll(harness.pipeline);
      };
      await Promise.all([drains(), rollups(), rollups()]);
      await harness.rollup.roll(harness.pipeline);
      expect(await harness.hourlyTotals()).toEqual({ [eleven]: 20 * rounds });
    });

    it('drops partitions past retention and keeps their hourly rows', async () => {
      const { rawRetentionDays } = harness.pipeline.settings;
      await store(3, minutesAgo(60));
      await harness.rollup.roll(harness.pipeline);
      harness.clock.set(new Date('2026-05-10T12:30:00Z'));
      expect(await harness.retention.prune(harness.pipeline)).toMatchObject({ partitionsDropped: 0 });
      harness.clock.set(new Date(now.getTime() + (rawRetentionDays + 1) * 86_400_000));
      const { partitionsDropped } = await harness.retention.prune(harness.pipeline);
      expect(partitionsDropped).toBeGreaterThan(0);
      expect(await harness.storedKeys()).toEqual([]);
      await harness.rollup.roll(harness.pipeline, { from: new Date('2020-01-01T00:00:00Z') });
      expect(await harness.hourlyTotals()).toEqual({ [eleven]: 3 });
    });

    it('creates the partitions of the coming week', async () => {
      await harness.retention.prune(harness.pipeline);
      const rows = await harness.dataSource.query<{ name: string }[]>(
        `SELECT to_regclass($1 || '_p20260517')::text AS name`,
        [harness.pipeline.sink.table],
      );
      expect(rows[0]!.name).toBe(`${harness.pipeline.sink.table}_p20260517`);
    });
  });
}

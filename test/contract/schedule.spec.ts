import { CronTime } from 'cron';
import { loadConfig } from '../../src/config/load-config.js';
import { scheduledJobs, slotJobId } from '../../src/queue/schedule.js';

const due = new Date('2026-01-01T10:10:02.500Z');

describe('the schedule', () => {
  it('is this and nothing else', () => {
    const config = loadConfig({
      variables: {
        APP_ENV: 'prod',
        API_SECRET_KEY: 'a-secret-of-its-own',
        DATABASE_URL: 'postgres://postgres/genonaut',
        REDIS_URL: 'redis://redis',
      },
    });
    const listed = scheduledJobs.map((entry) => [
      entry.name,
      config.get(`schedules.${entry.name}.enabled`),
      config.get(`schedules.${entry.name}.cron`),
      slotJobId(entry, due),
    ]);
    expect(listed).toEqual([
      ['transfer-route-analytics', true, '*/10 * * * *', 'drain-route-analytics-202601011010'],
      ['aggregate-route-analytics', true, '5 * * * *', 'rollup-route-analytics-202601011010'],
      ['purge-analytics', true, '30 3 * * *', 'prune-route-analytics-202601011010'],
      ['transfer-generation-events', true, '*/10 * * * *', 'drain-generation-events-202601011010'],
      ['aggregate-generation-metrics', true, '7 * * * *', 'rollup-generation-events-202601011010'],
      ['purge-generation-events', true, '35 3 * * *', 'prune-generation-events-202601011010'],
      ['repair-generation-events', true, '25 * * * *', 'repair-generation-events-202601011010'],
      ['tidy-generation-jobs', true, '50 * * * *', 'tidy-generation-jobs-202601011010'],
      ['refresh-tag-stats', true, '0 0 * * *', 'refresh-tag-stats-202601011010'],
      ['tidy-journals', true, '* * * * *', 'tidy-journals-202601011010'],
      ['train-recommender', true, '30 2 * * *', 'train-recommender-202601011010'],
      ['refresh-popularity', true, '*/15 * * * *', 'refresh-popularity-202601011010'],
    ]);
  });

  it('is due in UTC, whatever the zone of the machine', () => {
    const config = loadConfig({ variables: { APP_ENV: 'dev' } });
    const next = new CronTime(config.get('schedules.purge-analytics.cron'), 'UTC').sendAt().toJSDate();
    expect(next.toISOString()).toMatch(/T03:30:00.000Z$/);
  });

  it('names one slot alike in every worker, and different slots differently', () => {
    const ids = scheduledJobs.map((entry) => slotJobId(entry, due));
    expect(scheduledJobs.map((entry) => slotJobId(entry, new Date('2026-01-01T10:10:59Z')))).toEqual(ids);
    expect(slotJobId(scheduledJobs[0]!, new Date('2026-01-01T10:20:00Z'))).not.toBe(ids[0]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).not.toContain(':');
  });
});

import type { RecentFigures } from './generation-figures.queries.js';
import { alertsOf } from './metrics-alerts.js';

const quiet: RecentFigures = {
  requests: 20,
  users: 3,
  completed: 18,
  failed: 2,
  cancelled: 5,
  meanSeconds: 12,
  quantileSeconds: [10, 20, 30],
  pending: 50,
  running: 4,
};

const typesOf = (recent: Partial<RecentFigures>, meanResponseSeconds: number | null = 5): string[] =>
  alertsOf({ recent: { ...quiet, ...recent }, meanResponseSeconds }).map(
    ({ type, severity }) => `${severity}: ${type}`,
  );

describe('alerts', () => {
  it('are none at the thresholds', () => {
    expect(typesOf({})).toEqual([]);
    expect(typesOf({}, null)).toEqual([]);
  });

  it.each<[string, Partial<RecentFigures>, number | null, string[]]>([
    ['more than a tenth failed', { failed: 3 }, 1, ['high: high_error_rate']],
    ['more than 50 wait', { pending: 51 }, 1, ['medium: long_queue']],
    ['responses take more than 5 s', {}, 5.01, ['medium: slow_responses']],
    [
      'fewer than 80 % succeeded',
      { completed: 15, failed: 4 },
      1,
      ['high: high_error_rate', 'high: low_success_rate'],
    ],
  ])('are raised when %s', (_case, recent, responseSeconds, alerts) => {
    expect(typesOf(recent, responseSeconds)).toEqual(alerts);
  });

  it('say nothing of the rate of success after ten requests or fewer', () => {
    expect(typesOf({ requests: 10, completed: 1, failed: 9 })).toEqual(['high: high_error_rate']);
  });

  it('are none while everything asked for still waits', () => {
    expect(typesOf({ requests: 30, completed: 0, failed: 0, cancelled: 0, pending: 30 })).toEqual([]);
  });

  it('say in words what is wrong', () => {
    const [alert] = alertsOf({
      recent: { ...quiet, completed: 7, failed: 1, requests: 8 },
      meanResponseSeconds: 1,
    });
    expect(alert).toEqual({
      type: 'high_error_rate',
      severity: 'high',
      message: '12.5 % of the generations of the last hour failed',
    });
  });
});

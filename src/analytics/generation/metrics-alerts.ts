import type { RecentFigures } from './generation-figures.queries.js';
import type { AlertDto } from './metrics.dto.js';

const highestErrorRate = 0.1;
const longestQueue = 50;
const slowestResponseSeconds = 5;
const lowestSuccessPercent = 80;
/** So few requests say nothing of the rate of success. */
const fewRequests = 10;

export interface AlertSources {
  readonly recent: RecentFigures;
  readonly meanResponseSeconds: number | null;
}

/** Failures of all generations that ended by themselves, 0 to 1; null while none has. */
export function errorRateOf({ completed, failed }: RecentFigures): number | null {
  return completed + failed === 0 ? null : failed / (completed + failed);
}

/** What an operator should look at, by fixed thresholds. */
export function alertsOf({ recent, meanResponseSeconds }: AlertSources): AlertDto[] {
  const errorRate = errorRateOf(recent);
  const alerts: AlertDto[] = [];
  const raise = (type: AlertDto['type'], severity: AlertDto['severity'], message: string): void => {
    alerts.push({ type, severity, message });
  };
  if (errorRate !== null && errorRate > highestErrorRate)
    raise('high_error_rate', 'high', `${percent(errorRate)} of the generations of the last hour failed`);
  if (recent.pending > longestQueue)
    raise('long_queue', 'medium', `${recent.pending} generations are waiting`);
  if (meanResponseSeconds !== null && meanResponseSeconds > slowestResponseSeconds)
    raise('slow_responses', 'medium', `responses took ${meanResponseSeconds.toFixed(1)} s on average`);
  const isSuccessLow = errorRate !== null && 100 * (1 - errorRate) < lowestSuccessPercent;
  if (isSuccessLow && recent.requests > fewRequests)
    raise('low_success_rate', 'high', `only ${percent(1 - errorRate)} of the generations succeeded`);
  return alerts;
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}

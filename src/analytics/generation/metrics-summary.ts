import { roundIfKnown, roundTo } from '../../common/round.js';
import type { RecentFigures, TotalFigures } from './generation-figures.queries.js';
import { errorRateOf } from './metrics-alerts.js';
import type { GenerationMetricsDto, MetricsSummaryDto } from './metrics.dto.js';
import type { ResourceUsage } from '../../common/resource-usage.js';

export interface SummarySources {
  readonly recent: RecentFigures;
  readonly totals: TotalFigures;
  readonly meanResponseSeconds: number | null;
  readonly resources: ResourceUsage;
}

const bytesPerMb = 2 ** 20;

function generationMetricsOf(recent: RecentFigures): GenerationMetricsDto {
  const errorRate = errorRateOf(recent);
  return {
    total_requests: recent.requests,
    successful_generations: recent.completed,
    failed_generations: recent.failed,
    cancelled_generations: recent.cancelled,
    average_generation_time: roundIfKnown(recent.meanSeconds, 2),
    active_generations: recent.running,
    queue_length: recent.pending,
    success_rate_percentage: errorRate === null ? 0 : roundTo(100 * (1 - errorRate), 2),
  };
}

export function summaryOf({
  recent,
  totals,
  meanResponseSeconds,
  resources,
}: SummarySources): MetricsSummaryDto {
  return {
    generation_metrics: generationMetricsOf(recent),
    performance_metrics: {
      // Most responses take milliseconds: two decimals would say 0.
      average_response_time: roundIfKnown(meanResponseSeconds, 4),
      current_resource_usage: {
        memory_mb: roundTo(resources.memory.rss / bytesPerMb, 2),
        cpu_percent: roundTo(resources.cpuPercent, 2),
      },
    },
    user_activity: {
      active_users_count: recent.users,
      total_registered_users: totals.users,
      total_user_generations: totals.generations,
    },
    system_health: {
      queue_length: recent.pending,
      active_generations: recent.running,
      error_rate: roundTo(errorRateOf(recent) ?? 0, 4),
    },
  };
}

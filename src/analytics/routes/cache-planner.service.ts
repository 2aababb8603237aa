import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { type PatternTraffic, planByRank, planByThresholds, type Thresholds } from './cache-planner.js';
import { listPatternTraffic } from './cache-priorities.queries.js';
import {
  type AbsolutePrioritiesDto,
  type CachePrioritiesQuery,
  type RelativePrioritiesDto,
  toAbsolutePriorityDto,
  toRelativePriorityDto,
} from './cache-priorities.dto.js';
import { dayMs } from '../../common/durations.js';

export interface LookBack {
  readonly days: number;
  /** How many patterns to name at most. */
  readonly count: number;
}

/** Says which request patterns are most worth caching; the API and the CLI answer from here. */
@Injectable()
export class CachePlannerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async plan(query: CachePrioritiesQuery): Promise<AbsolutePrioritiesDto | RelativePrioritiesDto> {
    const lookBack = { days: query.days, count: query.n };
    return query.system === 'absolute'
      ? await this.planByThresholds(lookBack, {
          minRequests: query.min_requests,
          minLatencyMs: query.min_latency,
        })
      : await this.planByRank(lookBack);
  }

  async planByThresholds({ days, count }: LookBack, thresholds: Thresholds): Promise<AbsolutePrioritiesDto> {
    const routes = planByThresholds(await this.listTraffic(days), thresholds, count).map(
      toAbsolutePriorityDto,
    );
    return { system: 'absolute', lookback_days: days, total_routes: routes.length, routes };
  }

  async planByRank({ days, count }: LookBack): Promise<RelativePrioritiesDto> {
    const routes = planByRank(await this.listTraffic(days), count).map(toRelativePriorityDto);
    return { system: 'relative', lookback_days: days, total_routes: routes.length, routes };
  }

  private async listTraffic(days: number): Promise<PatternTraffic[]> {
    return await listPatternTraffic(this.dataSource, new Date(this.clock.now().getTime() - days * dayMs));
  }
}

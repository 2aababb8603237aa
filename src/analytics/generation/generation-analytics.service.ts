import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, daysBefore } from '../../common/clock.js';
import { dayMs } from '../../common/durations.js';
import { startOfDay } from '../../stream-pipeline/utc-time.js';
import { type FailuresDto, toFailureDayDto, toFailureKindDto } from './generation-failures.dto.js';
import { listFailureDays, sumFailures } from './generation-failures.queries.js';
import {
  type OverviewDto,
  type PeakHoursDto,
  toOverviewDto,
  toPeakHourDto,
  toTrendPointDto,
  type TrendsDto,
  type TrendsQuery,
} from './generation-hours.dto.js';
import { listHours, listHoursOfDay, sumAllHours, sumHoursByDay } from './generation-hours.queries.js';
import { type ModelsDto, toModelGenerationsDto } from './model-generations.dto.js';
import { sumModels } from './model-generations.queries.js';
import { toUserGenerationsDto, type UserGenerationsDto } from './user-generations.dto.js';
import { countUserFailures, listUserCompletions, sumUserEvents } from './user-generations.queries.js';

const recentActivity = 20;

/** Tells how generation fares, over the last days. */
@Injectable()
export class GenerationAnalyticsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async overview(days: number): Promise<OverviewDto> {
    return toOverviewDto(days, await sumAllHours(this.dataSource, this.since(days)));
  }

  async trends({ days, interval }: TrendsQuery): Promise<TrendsDto> {
    const periods =
      interval === 'hourly'
        ? await listHours(this.dataSource, this.since(days))
        : await sumHoursByDay(this.dataSource, this.sinceWholeDays(days));
    const points = periods.map(toTrendPointDto);
    return { interval, lookback_days: days, total_data_points: points.length, data_points: points };
  }

  async user(userId: string, days: number): Promise<UserGenerationsDto> {
    const since = this.since(days);
    const [totals, completions, failures] = await Promise.all([
      sumUserEvents(this.dataSource, userId, since),
      listUserCompletions(this.dataSource, userId, since, recentActivity),
      countUserFailures(this.dataSource, userId, since),
    ]);
    return toUserGenerationsDto({ userId, days, totals, completions, failures });
  }

  async models(days: number): Promise<ModelsDto> {
    const models = (await sumModels(this.dataSource, this.since(days))).map(toModelGenerationsDto);
    return { lookback_days: days, total_models: models.length, models };
  }

  async failures(days: number): Promise<FailuresDto> {
    const since = this.since(days);
    const [kinds, trend] = await Promise.all([
      sumFailures(this.dataSource, since),
      listFailureDays(this.dataSource, { from: since, to: this.latest() }),
    ]);
    const [errorTypes, failureTrends] = [kinds.map(toFailureKindDto), trend.map(toFailureDayDto)];
    return {
      lookback_days: days,
      total_error_types: errorTypes.length,
      error_types: errorTypes,
      failure_trends: failureTrends,
    };
  }

  async peakHours(days: number): Promise<PeakHoursDto> {
    const hours = (await listHoursOfDay(this.dataSource, this.since(days))).map(toPeakHourDto);
    return { lookback_days: days, total_hours_analyzed: hours.length, peak_hours: hours };
  }

  private since(days: number): Date {
    return daysBefore(this.clock.now(), days);
  }

  /** Clocks of other machines may be ahead by so much; the drain refuses later events. */
  private latest(): Date {
    return new Date(this.clock.now().getTime() + dayMs);
  }

  /** Start of the first of so many UTC days, the running one included: no day is shown in part. */
  private sinceWholeDays(days: number): Date {
    return new Date(startOfDay(this.clock.now().getTime()) - (days - 1) * dayMs);
  }
}
